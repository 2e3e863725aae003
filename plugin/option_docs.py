"""What the documentation says of an option: its docstring, and what the code has of its values and its default."""

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
    """One option, each part a plain text; empty if there is nothing to say."""

    text: str
    """What it means."""

    must: str
    """What its value must be."""

    default: str
    """Its value if it is not set."""

    @property
    def sentence(self) -> str:
        """All of it, one after the other."""
        parts = [self.text, f"Must be {self.must}." if self.must else "", self.default and f"Default: {self.default}."]
        return " ".join(filter(None, parts))


def option_doc(kind: str, field: str, docstring: str | None) -> OptionDoc:
    """Describe `field` of the options called `kind`.

    A docstring holds a default, as `Default: ....`, only if the code has none: because it is made from something else.
    Raises `ValueError` if both have one.
    """
    text = " ".join(inspect.cleandoc(docstring or "").split())
    rule = _RULES.get(kind, {}).get(field)
    told = _DEFAULT.search(text)
    default = told[1] if told else ""
    if told:
        text = (text[: told.start()] + text[told.end() :]).strip()
    value = _DEFAULTS.get(kind, {}).get(field)
    if value and told:
        raise ValueError(f"{kind}.{field}: both the code and the docstring have a default; remove the docstring's")
    if value is not None and not told:
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
