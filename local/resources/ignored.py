"""Inputs that have no effect in the emulator."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class IgnoreRule:
    """Why an input has no effect in the emulator, and for which values."""

    reason: str
    applies: Callable[[Any], bool] = bool
    """Whether a value asks for something that the emulator lacks. A default, for example, does not."""


NOT_ENCRYPTED = IgnoreRule("stored, but nothing is encrypted")
KEY_NOT_USED = IgnoreRule("stored, but nothing is encrypted, and the key's policy is not checked")
NO_EFFECT = IgnoreRule("stored, without effect")
ENDS_WITH_THE_EMULATOR = IgnoreRule("nothing is removed alone; everything ends with the emulator")
