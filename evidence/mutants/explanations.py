"""Survivors that no test can kill, or none should: evidence/mutants/explained.toml says why."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from .mutations import Mutant

FILE = Path(__file__).with_name("explained.toml")


class Explained(NamedTuple):
    """A mutant by its file and its lines before and after the change. One line may have several mutants."""

    file: str
    line: str
    mutant: str

    @classmethod
    def of(cls, mutant: Mutant) -> "Explained":
        """The key of a mutant."""
        return cls(mutant.path, mutant.before, mutant.after)


def explanations() -> dict[Explained, str]:
    """Why each of these mutants may survive."""
    entries = tomllib.loads(FILE.read_text())["explained"]
    return {
        Explained(entry["file"], entry["line"], mutant): entry["why"]
        for entry in entries
        for mutant in entry["mutants"]
    }


def stale(mutants: Iterable[Mutant]) -> set[Explained]:
    """The explanations of mutants that no longer exist."""
    return explanations().keys() - {Explained.of(mutant) for mutant in mutants}
