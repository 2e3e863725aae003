"""The option `tags`: its type and its rule."""

import pulumi

from .checking.rule import Rule, matching

Tags = pulumi.Input[dict[str, pulumi.Input[str]]]

TAGS_RULE = Rule(
    "a mapping from at most 50 names to strings",
    '{"team": "shop"}',
    lambda tags: len(tags) <= 50,
    items=(Rule("a string of at most 256 characters", '"shop"', lambda text: len(text) <= 256),),
    keys=(matching(r"(?is)(?!aws:).{1,128}", "1 to 128 characters that do not start with aws:", "team"),),
)
