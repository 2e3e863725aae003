"""The cached mode: each running function holds a block of values."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from handlers import aws
from handlers.aws.http import HttpReply
from handlers.blocks import Block
from handlers.errors import SequenceUnavailableError

from .conftest import Service
from .engine import Table
from .faulty_transport import Send


def test_a_function_issues_its_block_in_order(service: Service, table: Table) -> None:
    function = service({"a": {"cache": 3}})
    drawn = [(function.next(), table.value("a")) for _ in range(5)]
    assert drawn == [(1, 3), (2, 3), (3, 3), (4, 6), (5, 6)]


def test_a_block_of_two_saves_every_second_write(service: Service, table: Table) -> None:
    function = service({"a": {"cache": 2}})
    assert [(function.next(), table.value("a")) for _ in range(3)] == [(1, 2), (2, 2), (3, 4)]


def test_functions_interleave_and_share_no_value(service: Service) -> None:
    definitions = {"a": {"cache": 3}}
    one, other = service(definitions), service(definitions)
    drawn = [function.next() for function in (one, other, one, other, one, other, one, other)]
    assert drawn == [1, 4, 2, 5, 3, 6, 7, 10]


def test_a_stopped_function_loses_the_rest_of_its_block(service: Service) -> None:
    definitions = {"a": {"cache": 10}}
    assert service(definitions).next() == 1
    assert service(definitions).next() == 11


def test_each_sequence_has_its_own_block(service: Service) -> None:
    function = service({"*": {"cache": 5}})
    assert [function.next(name) for name in ("a", "b", "a", "b")] == [1, 1, 2, 2]


def test_a_descending_block_counts_down(service: Service, table: Table) -> None:
    function = service({"a": {"increment": -10, "cache": 3}})
    assert [function.next() for _ in range(4)] == [-1, -11, -21, -31]
    assert table.value("a") == -51


def test_the_last_block_ends_at_the_limit(service: Service, table: Table) -> None:
    function = service({"a": {"max_value": 4, "cache": 3}})
    assert [function.next() for _ in range(4)] == [1, 2, 3, 4]
    assert table.value("a") == 4


def test_a_first_block_that_would_pass_the_limit_is_shortened(service: Service, table: Table) -> None:
    function = service({"a": {"start": 3, "max_value": 4, "cache": 3}})
    assert [function.next(), table.value("a"), function.next()] == [3, 4, 4]


def test_without_a_cache_a_call_does_not_wait_for_another_one(service: Service) -> None:
    function, meanwhile = service({"a": {}}), []

    def slow(request: bytes, send: Send) -> HttpReply:
        meanwhile.append(ThreadPoolExecutor(1).submit(function.next).result(timeout=5))
        return send(request)

    function.transport.inject(slow)
    assert (function.next(), meanwhile) == (2, [1])


def test_a_call_without_time_left_does_not_wait_for_anothers_block() -> None:
    block = Block("a")
    begin = time.monotonic()
    before = aws.deadline.set(begin)
    try:
        with block, pytest.raises(SequenceUnavailableError, match="sequence a: another call is still taking values"):
            block.__enter__()
    finally:
        aws.deadline.reset(before)
    assert time.monotonic() - begin < 0.9
