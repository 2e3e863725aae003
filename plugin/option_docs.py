"""Describe options for the docs: the docstring, with rule and default from the code."""

import inspect
import json
import re
from typing import Any, NamedTuple

from components.function.args import CONSUMER_FUNCTION, FunctionArgs
from components.service_options import DEFAULTS, RULES

_DEFAULT = re.compile(r" ?Default: (.*?)\.(?= [A-Z]|$)")
_RULES = {kind.__name__: rules for kind, rules in RULES.items()}
_DEFAULTS = {kind.__name__: defaults for kind, defaults in DEFAULTS.items()}


class OptionDoc(NamedTuple):
    """The parts of an option's description. An empty part means that there is nothing to say."""

    text: str
    """The option's meaning."""

    must: str
    """The allowed values."""

    default: str
    """The value of an unset option."""

    @property
    def sentence(self) -> str:
        """All parts as one text."""
        parts = [self.text, f"Must be {self.must}." if self.must else "", self.default and f"Default: {self.default}."]
        return " ".join(filter(None, parts))


def option_doc(kind: str, field: str, docstring: str | None) -> OptionDoc:
    """Describe `field` of the options called `kind`.

    A docstring states a default, as `Default: ....`, only if the code has no constant for it. Raises `ValueError` if
    both have one.
    """
    text = " ".join(inspect.cleandoc(docstring or "").split())
    rule = _RULES.get(kind, {}).get(field)
    stated = _DEFAULT.search(text)
    default = stated[1] if stated else ""
    if stated:
        text = (text[: stated.start()] + text[stated.end() :]).strip()
    value = _DEFAULTS.get(kind, {}).get(field)
    if value and stated:
        raise ValueError(f"{kind}.{field}: both the code and the docstring have a default; remove the docstring's")
    if value is not None and not stated:
        default = _shown(value)
        if kind == FunctionArgs.__name__ and CONSUMER_FUNCTION.get(field) != value:
            default += f"; a consumer's: {_shown(CONSUMER_FUNCTION.get(field))}"
    return OptionDoc(text, rule.in_full() if rule else "", default)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return f"{value:,}"
    if not value:
        return "none"
    return f"`{value if isinstance(value, str) else json.dumps(value)}`"
