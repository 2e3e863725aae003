"""How long from a fresh interpreter to the first answer, on a whole CPU?"""

from itertools import product

from ..answer import Answer, Figure, Plan, seconds
from ..place import Place
from ..roster import BOTO3, ORDERED
from ..spread import Spread
from ..turns import turns

QUESTION = "a fresh process, to boto3"


def ask(place: Place, plan: Plan) -> Answer:
    """Start both sides in turn, plain and over TLS."""
    taken: dict[tuple[str, bool], list[float]] = {}
    for order in turns(product((BOTO3, ORDERED), (False, True)), plan.rounds):
        for contender, secure in order:
            figure = place.first_answer(contender, secure=secure)
            taken.setdefault((contender.name, secure), []).append(figure)
    answer = Answer()
    for secure, name in ((False, "cold start"), (True, "cold start over TLS")):
        mine, theirs = (taken[side.name, secure] for side in (ORDERED, BOTO3))
        shown = seconds(Spread.of(mine).median)
        answer.figures.append(Figure(QUESTION, name, shown, Spread.of_ratios(mine, theirs)))
    return answer
