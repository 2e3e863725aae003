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
ENDS_WITH_THE_EMULATOR = IgnoreRule("nothing is removed alone; everything ends with the emulator")


def no_effect_unless(default: str) -> IgnoreRule:
    """A setting that is stored without effect. The default asks for nothing."""
    return IgnoreRule("stored, without effect", lambda value: value != default)
