"""A soak that nobody ran: ten minutes in which everything is as it should be, to be changed by tests."""

from collections.abc import Callable
from typing import Any

from evidence.soak.calls import KINDS
from evidence.soak.history import Call, Outage
from evidence.soak.run import Consumed, Soak
from evidence.soak.samples import Sample

BEGIN, SECONDS, STEP = 1000.0, 600, 3
OUTAGE = Outage(BEGIN + 300, BEGIN + 305)
MIB = 2**20

Growth = Callable[[float], float]
"""What to add to a figure after so many seconds of the run."""


def nothing(_seconds: float) -> float:
    """No growth."""
    return 0


def calls(latency: Growth = nothing, *, kind: str = "ordered") -> list[Call]:
    """One call of each kind every few seconds; those of the outage fail. `latency` changes the calls of `kind`."""
    made = []
    for second in range(0, SECONDS, STEP):
        for number, (name, each) in enumerate(KINDS.items()):
            begin = BEGIN + second
            call = Call(name, begin, begin + 0.06 + (latency(second) if name == kind else 0), each.sequence)
            if OUTAGE.touches(call):
                call = call._replace(error="SequenceUnavailableError")
            elif each.error:
                call = call._replace(error=each.error)
            elif each.sequence:
                value = second * 100 + number + 1
                call = call._replace(taken=((value, value),))
            made.append(call)
    return [*made, *(token_call(second, "old-1", 70_000) for second in (10, 500))]


def token_call(second: float, token: str, value: int) -> Call:
    """A call with a token that got this value."""
    return Call("old token", BEGIN + second, BEGIN + second + 0.06, "carts", token, ((value, value),))


def samples(
    role: str = "client", memory: Growth = nothing, descriptors: Growth = nothing, *, restarted: bool = True
) -> list[Sample]:
    """A sample every few seconds: of the client, and of the function and the consumer before and after the outage."""
    found = []
    for second in range(0, SECONDS, STEP):
        after = BEGIN + second > OUTAGE.end
        for number, name in enumerate(("client", "next-value", "consumer")):
            process = number + 10 * (after and restarted and name != "client")
            grows = name == role
            found.append(
                Sample(
                    BEGIN + second,
                    name,
                    process,
                    round(30 * MIB + (memory(second) if grows else 0)),
                    round(4 + (descriptors(second) if grows else 0)),
                )
            )
    return found


def soak(**changed: Any) -> Soak:
    """A soak without a fault, with these attributes changed."""
    good: dict[str, Any] = {
        "begin": BEGIN,
        "end": BEGIN + SECONDS,
        "outage": OUTAGE,
        "calls": changed.pop("calls", None) or calls(),
        "samples": changed.pop("samples", None) or samples(),
        "consumed": Consumed(300, caught_up=True),
    }
    return Soak(**{**good, **changed})
