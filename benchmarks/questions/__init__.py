"""What is asked: a file a topic, each with a function `ask`."""

from collections.abc import Callable

from ..answer import Answer, Plan
from ..place import Place
from . import first_answers, seventh, values

TOPICS: dict[str, Callable[[Place, Plan], Answer]] = {
    "values": values.ask,
    "first-answers": first_answers.ask,
    "seventh": seventh.ask,
}
