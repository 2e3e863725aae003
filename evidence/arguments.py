"""Arguments of the commands in evidence/: wrong ones are refused at once, in one line, with exit code 2."""

import argparse
import math
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn


class Parser(argparse.ArgumentParser):
    """A parser that says in one line what is wrong."""

    def error(self, message: str) -> NoReturn:
        """Print it and exit."""
        self.exit(2, f"{self.prog}: {message}\n")


def number(lowest: float, *, or_zero: bool = False) -> Callable[[str], float]:
    """Read a number that is `lowest` or more, or with `or_zero` also 0."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if math.isfinite(value) and (value >= lowest or (or_zero and value == 0)):
            return value
        also = " or 0" if or_zero else ""
        raise argparse.ArgumentTypeError(f"{text[:40]!r} must be {lowest:g} or more{also}; pass for example {lowest:g}")

    return read


def results_file(text: str) -> Path:
    """Read the path of a file to write. Makes its folder, and tries to write, because a run takes minutes."""
    path = Path(text)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise IsADirectoryError(0, "it is a folder")
        _new(path).touch()
        _new(path).unlink()
    except OSError as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} cannot be written: {error.strerror}; pass a file such as results.json"
        ) from error
    return path


def write_results(path: Path, text: str) -> None:
    """Write a results file in one step, so that no other program reads half of it."""
    _new(path).write_text(text)
    _new(path).replace(path)


def _new(path: Path) -> Path:
    return path.with_name(f"{path.name}.new")
