"""The snippets of docs/calling.md."""

import re
from typing import NamedTuple

from ..local.programs import REPOSITORY

GUIDE = (REPOSITORY / "docs" / "calling.md").read_text()


class Snippet(NamedTuple):
    """A fenced block: its section's heading, its language, its text."""

    section: str
    language: str
    text: str


def _snippets() -> list[Snippet]:
    found = []
    for section in GUIDE.split("\n## ")[1:]:
        heading = section.partition("\n")[0]
        found += [Snippet(heading, *block) for block in re.findall(r"^```(\w+)\n(.*?)^```$", section, re.S | re.M)]
    return found


SNIPPETS = _snippets()


def snippet(section: str, language: str) -> str:
    """The text of the only block of this language in this section."""
    (text,) = [each.text for each in SNIPPETS if each[:2] == (section, language)]
    return text
