"""The consumer guide names only options that exist."""

import inspect
import re

from components import ConsumerArgs

from ..local.programs import REPOSITORY

GUIDE = (REPOSITORY / "docs" / "consumer.md").read_text()


def test_every_option_in_the_guide_exists() -> None:
    section = GUIDE.split("## Options")[1].split("\n## ")[0]
    named = set(re.findall(r"`(\w+)`", section))
    assert len(named) > 5
    assert named <= set(inspect.get_annotations(ConsumerArgs))
