"""The arguments of the command: what they may be, and the file of results."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Number = TypeVar("Number", int, float)


def positive(kind: Callable[[str], Number]) -> Callable[[str], Number]:
    """A reader of numbers above 0."""

    def read(text: str) -> Number:
        try:
            number = kind(text)
        except ValueError:
            number = kind("0")
        if not 0 < number < float("inf"):
            raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
        return number

    return read


def listed(text: str) -> list[int]:
    """A list of choices."""
    parts = text.split(",")
    if not all(part.isascii() and part.isdigit() for part in parts):
        raise argparse.ArgumentTypeError(f"{text!r} is not a list of numbers such as 0,3,1")
    return [int(part) for part in parts]


def results_file(text: str) -> Path:
    """A file that can be written. Makes its folder. So a long run does not end in an error."""
    path = Path(text)
    try:
        if path.is_dir():
            raise IsADirectoryError("it is a folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        _beside(path).touch()
        _beside(path).unlink()
    except OSError as error:
        raise argparse.ArgumentTypeError(f"{text!r} cannot be written: {error.strerror or error}") from error
    return path


def replace_file(path: Path, text: str) -> None:
    """Write a file beside it first, so that there is never half a file."""
    _beside(path).write_text(text)
    _beside(path).replace(path)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.new")
