"""What is asked: a file a topic, each with a function `ask`."""

from collections.abc import Callable

from ..answer import Answer, Plan
from ..place import Place
from . import commands, deployed, first_answers, growth, lease, seventh, stream, values

TOPICS: dict[str, Callable[[Place, Plan], Answer]] = {
    "values": values.ask,
    "first-answers": first_answers.ask,
    "seventh": seventh.ask,
    "deployed": deployed.ask,
    "lease": lease.ask,
    "growth": growth.ask,
    "stream": stream.ask,
    "commands": commands.ask,
}
