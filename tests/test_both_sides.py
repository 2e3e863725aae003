"""Constants on two sides of a wall agree."""

from typing import Any
from unittest.mock import MagicMock

import pytest

from client import Lease
from client import errors as client_errors
from client.next_value_function import CONFIG
from components import SequenceDefinition, SequenceServiceArgs
from components.definitions.args import MOST_CACHED, SAFE_INTEGER
from components.definitions.names import NAME, covers
from components.function.args import FUNCTION, FunctionArgs
from components.service_args import SERVICE
from components.service_options import RULES
from handlers import errors, request, sequence, settings
from handlers.allocator import Allocator
from handlers.definitions import Definitions
from handlers.sequence import Sequence


def test_both_sides_accept_the_same_names() -> None:
    assert request._NAME.pattern == NAME.pattern


@pytest.mark.parametrize("key", ["a", "a*", "a/*", "ab*", "*"])
@pytest.mark.parametrize("name", ["a", "a/", "a/b", "ab", "abc", "b"])
def test_both_sides_match_the_same_names_to_a_key(key: str, name: str) -> None:
    found = Definitions({key: Sequence(1, 1, 9, 1, False, 1)}).find(name)
    assert (found is not None) is covers(key, name)


def test_a_block_and_a_range_have_the_same_largest_size() -> None:
    assert request.MAX_COUNT == MOST_CACHED


def test_a_default_limit_does_not_make_a_sequence_wide() -> None:
    assert sequence.SAFE_INTEGER == SAFE_INTEGER


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


def test_a_lease_knows_the_services_refusal_of_a_range_larger_than_a_cycle() -> None:
    class Service:
        def next_range(self, name: str, count: int, *, token: str | None = None) -> range:
            """Pass the function's error on, as the client does."""
            definitions = Definitions({name: Sequence(1, 1, 3, 1, True, 1)})
            try:
                allocator = Allocator(MagicMock(), definitions, token_seconds=60)  # it needs no table to refuse
                allocator.answer(request.Request(name, count, token))
            except errors.InvalidRequestError as error:
                raise client_errors.InvalidRequestError(str(error)) from error
            raise AssertionError

    with pytest.raises(client_errors.InvalidRequestError, match="lease of lanes: the sequence cycles"):
        next(Lease(Service(), "lanes"))
