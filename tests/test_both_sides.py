"""What both sides of the wall between components/ and handlers/ must know: each has its own, and they are equal."""

import pytest

from components import SequenceDefinition, SequenceServiceArgs
from components.definitions.args import MOST_CACHED, NAME
from components.function.args import FunctionArgs
from components.service_args import SERVICE
from components.service_options import RULES
from handlers import request, settings
from handlers.sequence import Sequence


def test_the_same_names_are_valid() -> None:
    assert request._NAME.pattern == NAME.pattern


def test_a_block_may_hold_as_many_values_as_a_range() -> None:
    assert request.MAX_COUNT == MOST_CACHED


def test_a_definition_has_the_same_fields() -> None:
    assert set(Sequence._fields) == SequenceDefinition.__annotations__.keys()


LONGEST = settings.MAX_TOKEN_SECONDS


@pytest.mark.parametrize(("seconds", "right"), [(0, False), (1, True), (LONGEST, True), (LONGEST + 1, False)])
def test_a_tokens_window_has_the_same_limits(seconds: int, right: bool) -> None:
    assert (RULES[SequenceServiceArgs]["token_seconds"].problem(seconds) is None) is right


def test_a_tokens_window_has_the_same_default() -> None:
    assert SERVICE["token_seconds"] == settings.DEFAULT_TOKEN_SECONDS


def test_the_shortest_timeout_leaves_time_for_an_attempt() -> None:
    timeout = RULES[FunctionArgs]["timeout"]
    assert timeout.problem(2) is None
    assert timeout.problem(1)
