"""Options that are integers."""

import re

import typer

SHOWN = 30  # characters of a wrong value in a message


class Integer:
    """Reads the text of an option. `example` is a value that the message shows."""

    def __init__(self, option: str, example: int, low: int | None = None, high: int | None = None) -> None:
        self._option, self._example, self._low, self._high = option, example, low, high

    def __call__(self, given: str | int) -> int:
        """Read a value. Raises `typer.BadParameter`, which ends the command with exit code 2."""
        text = str(given).strip()
        try:
            value = int(text) if re.fullmatch("[+-]?[0-9]+", text) else None
        except ValueError:  # too many digits for Python
            value = None
        if value is None or (self._low is not None and value < self._low) or self._above(value):
            shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}..."
            raise typer.BadParameter(f"{shown} is not {self._kind()}; for example: {self._option} {self._example}")
        return value

    def _above(self, value: int) -> bool:
        return self._high is not None and value > self._high

    def _kind(self) -> str:
        if self._high is not None:
            return f"an integer from {self._low} to {self._high}"
        return "an integer" if self._low is None else f"an integer of at least {self._low}"
