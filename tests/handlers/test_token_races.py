"""Overlapping calls with one token, and lost replies: the token keeps one answer, and no value is issued twice."""

import pytest

from handlers.aws.failures import LostReplyError
from handlers.aws.http import HttpReply
from handlers.errors import SequenceUnavailableError, TokenMismatchError

from .conftest import Service
from .engine import Function, Table
from .faulty_transport import Fault, Send, corrupt_reply, delivered_twice, false_error, is_record, lost_reply, throttled

TOKEN = {"name": "a", "token": "t"}


def overtaken_by(other: Function, event: object, answers: list[object]) -> Fault:
    """Let another function answer an event just before the request is sent."""

    def overtaken(request: bytes, send: Send) -> HttpReply:
        answers.append(other.ask(event))
        return send(request)

    return overtaken


@pytest.mark.parametrize("cache", [1, 5])
@pytest.mark.parametrize("count", [None, 3])
def test_overlapping_calls_all_get_the_first_recorded_answer(service: Service, count: int | None, cache: int) -> None:
    definitions = {"a": {"cache": cache}}
    one, other = service(definitions), service(definitions)
    event = {**TOKEN, "count": count}
    answers: list[object] = []
    one.transport.inject(overtaken_by(other, event, answers), when=is_record)
    answers.append(one.ask(event))
    answers += [one.ask(event), other.ask(event)]
    assert all(answer == answers[0] for answer in answers)
    assert len(answers) == 4


def test_a_call_overtaken_by_a_different_request_is_a_mismatch(service: Service) -> None:
    one, other = service(), service()
    answers: list[object] = []
    one.transport.inject(overtaken_by(other, {"name": "b", "token": "t"}, answers), when=is_record)
    with pytest.raises(TokenMismatchError, match="already used for another"):
        one.ask(TOKEN)
    assert other.ask({"name": "b", "token": "t"}) == answers[0]


def test_an_overtaken_call_returns_its_value_to_the_block(service: Service) -> None:
    definitions = {"a": {"cache": 5}}
    one, other = service(definitions), service(definitions)
    assert [one.next(), other.next()] == [1, 6]
    answers: list[object] = []
    one.transport.inject(overtaken_by(other, TOKEN, answers), when=is_record)
    assert [one.ask(TOKEN), answers] == [7, [7]]
    assert [one.next() for _ in range(4)] == [2, 3, 4, 5]


@pytest.mark.parametrize("fault", [lost_reply, false_error, corrupt_reply, delivered_twice])
@pytest.mark.parametrize("warm", [False, True])
@pytest.mark.parametrize("cache", [1, 5])
def test_a_lost_or_repeated_record_neither_changes_nor_repeats_the_answer(
    service: Service, cache: int, warm: bool, fault: Fault
) -> None:
    function = service({"a": {"cache": cache}})
    issued = [function.next()] if warm else []
    function.transport.inject(fault, when=is_record)
    issued.append(function.ask(TOKEN))
    issued += [function.next() for _ in range(10)]
    assert len(set(issued)) == len(issued)
    assert function.ask(TOKEN) == issued[len(issued) - 11]


@pytest.mark.parametrize("cache", [1, 5])
def test_a_value_that_a_lost_record_may_have_shown_is_never_reused(service: Service, cache: int) -> None:
    """A record's reply is lost; another call reads the answer; the window ends; another answer replaces it."""
    now = [1000.0]
    definitions = {"a": {"cache": cache}}
    one, other = (service(definitions, token_seconds=1, clock=lambda: now[0]) for _ in range(2))
    issued = [one.next()]

    def lost_and_replaced(request: bytes, send: Send) -> HttpReply:
        send(request)
        issued.append(other.ask(TOKEN))
        now[0] += 1
        issued.append(other.ask(TOKEN))
        raise LostReplyError("lost by the test")

    one.transport.inject(lost_and_replaced, when=is_record)
    assert one.ask(TOKEN) == issued[-1]
    issued += [one.next() for _ in range(10)]
    assert len(set(issued)) == len(issued)


@pytest.mark.parametrize("cache", [1, 5])
def test_the_next_call_gets_the_answer_after_all_record_replies_are_lost(service: Service, cache: int) -> None:
    function = service({"a": {"cache": cache}})
    first = function.next()
    function.transport.inject_always(lost_reply, when=is_record)
    with pytest.raises(SequenceUnavailableError):
        function.ask(TOKEN)
    function.transport.clear_faults()
    answer = function.ask(TOKEN)
    issued = [first, answer, *(function.next() for _ in range(10))]
    assert len(set(issued)) == len(issued)
    assert function.ask(TOKEN) == answer


@pytest.mark.parametrize("cache", [1, 5])
def test_a_record_that_is_always_throttled_does_not_use_the_token(service: Service, table: Table, cache: int) -> None:
    function = service({"a": {"cache": cache}})
    issued = [function.next()]
    function.transport.inject_always(throttled, when=is_record)
    with pytest.raises(SequenceUnavailableError):
        function.ask(TOKEN)
    function.transport.clear_faults()
    assert "#t" not in table.items()
    issued += [function.ask(TOKEN), *(function.next() for _ in range(10))]
    assert len(set(issued)) == len(issued)


@pytest.mark.parametrize("cache", [1, 5])
def test_a_record_throttled_once_costs_no_value(service: Service, cache: int) -> None:
    function = service({"a": {"cache": cache}})
    function.transport.inject(throttled, when=is_record)
    assert [function.ask(TOKEN), function.ask(TOKEN), function.next()] == [1, 1, 2]


def test_a_replay_after_a_throttled_record_returns_the_value_to_the_block(service: Service) -> None:
    function = service({"a": {"cache": 5}})
    answer = function.ask(TOKEN)
    function.transport.inject(throttled, when=is_record)
    assert function.ask(TOKEN) == answer
    assert [function.next() for _ in range(5)] == [2, 3, 4, 5, 6]


def test_an_earlier_lost_reply_costs_a_later_replay_no_value(service: Service) -> None:
    one, other = (service({"a": {"cache": 5}}) for _ in range(2))
    issued = [other.ask(TOKEN)]
    one.transport.inject(lost_reply, when=is_record)
    issued.append(one.ask({"name": "a", "token": "lost"}))
    assert one.ask(TOKEN) == issued[0]
    assert one.next() == issued[-1] + 1
