"""The marks: what each figure should reach."""

from typing import NamedTuple

from .answer import Figure


class Mark(NamedTuple):
    """A bound for the median. `aim`: a goal beyond what is promised."""

    least: float | None = None
    most: float | None = None
    aim: bool = False

    def __str__(self) -> str:
        words = f"at least {self.least:g}" if self.least is not None else f"at most {self.most:g}"
        return f"{words} (aim)" if self.aim else words

    def is_met(self, median: float) -> bool:
        """Whether a figure reaches it."""
        return (self.least is None or median >= self.least) and (self.most is None or median <= self.most)


AHEAD = Mark(most=1)
FLAT = Mark(most=1.3)  # within what one run's figures spread
PEER = Mark(least=1.1, aim=True)

MARKS: dict[tuple[str, str], Mark] = {
    ("ordered, to boto3", "1 caller"): Mark(least=1.8),
    ("ordered, to boto3", "4 callers"): Mark(least=2.4),
    ("ordered, to boto3", "16 callers"): Mark(least=3.3),
    ("ordered, to boto3", "2 processes"): Mark(least=1.5),
    ("ordered, to npm dynamodb-atomic-counter", "1 caller"): PEER,
    ("ordered, to npm dynamodb-atomic-counter", "4 callers"): PEER,
    ("ordered, to npm dynamodb-atomic-counter", "16 callers"): PEER,
    ("ordered, to npm dynamodb-atomic-counter", "2 processes"): PEER,
    ("one call, to boto3", "processor time"): Mark(most=0.28),
    ("a fresh process, to boto3", "cold start"): Mark(most=0.30),
    ("a fresh process, to boto3", "cold start over TLS"): Mark(most=0.36),
    ("a seventh of a CPU, to the fastest other on DynamoDB", "first answer"): AHEAD,
    ("a seventh of a CPU, to the fastest other on DynamoDB", "warm call"): AHEAD,
    ("a range of 1,000, to boto3's `ADD` of 1,000", "1 caller"): Mark(least=1.5),
    ("deployed", "ordered, to a minimal function, 1 caller"): Mark(least=1.05),
    ("deployed", "cached, to a no-op, 8 callers"): Mark(least=0.98),
    ("a lease, to a lock around an integer", "1 thread"): Mark(least=3.5),
    ("a lease, to a lock around an integer", "4 threads"): Mark(least=3.5),
    ("a lease, calls that wait", "5,000 a second, evenly"): Mark(most=0.1),
    ("with a token, to without", "1 caller"): Mark(least=0.30),
    ("with a token, to without", "4 callers"): Mark(least=0.30),
    ("with a token, to without", "16 callers"): Mark(least=0.30),
    ("growth, seconds a call", "100,000 sequences, to 1"): FLAT,
    ("growth, seconds a call", "the last of 10^7 values, to the first"): FLAT,
    ("growth, seconds a call", "10,000 names in the definitions, to 1"): FLAT,
    ("growth, values a second", "64 callers, to 16"): Mark(least=0.8),
    ("commands", "make demo, warm"): Mark(most=6),
    ("commands", "local up, to ready"): Mark(most=4),
    ("commands", "record of the program"): Mark(most=1),
}


def verdict(figure: Figure) -> tuple[str, str]:
    """A figure's mark and whether it is met, as the table shows them. Both are empty without a mark."""
    mark = MARKS.get((figure.question, figure.name))
    if mark is None:
        return "", ""
    return str(mark), "met" if mark.is_met(figure.compared.median) else "MISSED"
