"""Handlers with a fault in them: each must break a rule of the checker in a real run.

A module patches the real code in its own process and has the real `handler`.
"""

from typing import NamedTuple


class Seeded(NamedTuple):
    """A seeded fault: its module, what it does, and the rules of the checker that it breaks. One of them is enough."""

    module: str
    what: str
    rules: tuple[str, ...]

    @property
    def path(self) -> str:
        """The module's full name."""
        return f"{__package__}.{self.module}"


SEEDED = (
    Seeded("read_then_write", "reads the value, then writes the next one", ("unique",)),
    Seeded("block_without_lock", "threads share a block without a lock", ("unique",)),
    Seeded("retry_reuses_block", "after a lost reply, the value returns to the block", ("unique",)),
    Seeded("ordered_from_blocks", "takes single values from blocks where it must not", ("order",)),
    Seeded("past_the_limit", "leaves the limit out of the condition", ("limits",)),
    Seeded("token_overwritten", "records a token's answer without a condition", ("tokens",)),
    Seeded("answer_before_write", "answers before the table has the value", ("from the table", "stored")),
    Seeded("early_end", "takes a refused write for the end of the sequence", ("end",)),
    Seeded("bare_errors", "lets an error of Python out", ("errors",)),
    Seeded("laps_from_blocks", "gives out a lap's values again after its turn", ("laps",)),
)
