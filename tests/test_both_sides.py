"""Constants on two sides of a wall agree."""

from typing import Any

import pytest

from client import errors as client_errors
from client.next_value_function import CONFIG
from components import SequenceDefinition, SequenceServiceArgs
from components.definitions.args import MOST_CACHED, NAME
from components.function.args import FUNCTION, FunctionArgs
from components.service_args import SERVICE
from components.service_options import RULES
from handlers import errors, request, settings
from handlers.sequence import Sequence


def test_both_sides_accept_the_same_names() -> None:
    assert request._NAME.pattern == NAME.pattern


def test_a_block_and_a_range_have_the_same_largest_size() -> None:
    assert request.MAX_COUNT == MOST_CACHED


def test_both_sides_know_the_same_fields() -> None:
    assert set(Sequence._fields) == SequenceDefinition.__annotations__.keys()


LONGEST = settings.MAX_TOKEN_SECONDS


@pytest.mark.parametrize(("seconds", "right"), [(0, False), (1, True), (LONGEST, True), (LONGEST + 1, False)])
def test_both_sides_have_the_same_limits_for_token_seconds(seconds: int, right: bool) -> None:
    assert (RULES[SequenceServiceArgs]["token_seconds"].problem(seconds) is None) is right


def test_both_sides_have_the_same_default_for_token_seconds() -> None:
    assert SERVICE["token_seconds"] == settings.DEFAULT_TOKEN_SECONDS


def test_the_shortest_timeout_allows_one_attempt() -> None:
    timeout = RULES[FunctionArgs]["timeout"]
    assert timeout.problem(2) is None
    assert timeout.problem(1)


def test_the_function_and_the_client_have_the_same_errors() -> None:
    assert names(client_errors) == names(errors)


def names(module: object) -> dict[str, str]:
    """The error classes of a module, each with the name of its base."""
    return {
        name: str(kind.__base__).rpartition(".")[2] for name, kind in vars(module).items() if isinstance(kind, type)
    }


def test_the_client_waits_longer_than_the_function_may_take() -> None:
    config: Any = CONFIG  # the stubs do not know its attributes
    assert config.read_timeout > FUNCTION["timeout"]
