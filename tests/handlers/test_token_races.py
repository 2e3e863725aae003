"""Calls with one token that overlap, and records whose reply is lost: one answer stands, and no value comes twice."""

import pytest

from handlers.aws.failures import LostReplyError
from handlers.aws.http import HttpReply
from handlers.errors import SequenceUnavailableError, TokenMismatchError

from .conftest import Service
from .engine import Function, Table
from .wire import Fault, Send, a_record, reply_garbled, reply_lost, reply_spoiled, throttled

TOKEN = {"name": "a", "token": "t"}


def overtaken_by(other: Function, event: object, answers: list[object]) -> Fault:
    """Let another function answer an event, just before the request goes out."""

    def overtaken(request: bytes, send: Send) -> HttpReply:
        answers.append(other.ask(event))
        return send(request)

    return overtaken


@pytest.mark.parametrize("cache", [1, 5])
@pytest.mark.parametrize("count", [None, 3])
def test_of_two_calls_that_overlap_the_first_record_is_everyones_answer(
    service: Service, count: int | None, cache: int
) -> None:
    definitions = {"a": {"cache": cache}}
    one, other = service(definitions), service(definitions)
    event = {**TOKEN, "count": count}
    answers: list[object] = []
    one.wire.spoil(overtaken_by(other, event, answers), when=a_record)
    answers.append(one.ask(event))
    answers += [one.ask(event), other.ask(event)]
    assert all(answer == answers[0] for answer in answers)
    assert len(answers) == 4


def test_a_call_that_was_overtaken_for_another_request_is_told_so(service: Service) -> None:
    one, other = service(), service()
    answers: list[object] = []
    one.wire.spoil(overtaken_by(other, {"name": "b", "token": "t"}, answers), when=a_record)
    with pytest.raises(TokenMismatchError, match="already used for another"):
        one.ask(TOKEN)
    assert other.ask({"name": "b", "token": "t"}) == answers[0]


def test_a_value_whose_call_was_overtaken_goes_back_to_its_block(service: Service) -> None:
    definitions = {"a": {"cache": 5}}
    one, other = service(definitions), service(definitions)
    assert [one.next(), other.next()] == [1, 6]
    answers: list[object] = []
    one.wire.spoil(overtaken_by(other, TOKEN, answers), when=a_record)
    assert [one.ask(TOKEN), answers] == [7, [7]]
    assert [one.next() for _ in range(4)] == [2, 3, 4, 5]


@pytest.mark.parametrize("fault", [reply_lost, reply_spoiled, reply_garbled])
@pytest.mark.parametrize("warm", [False, True])
@pytest.mark.parametrize("cache", [1, 5])
def test_a_record_whose_reply_is_lost_is_this_calls_own_answer_and_its_value_comes_once(
    service: Service, cache: int, warm: bool, fault: Fault
) -> None:
    function = service({"a": {"cache": cache}})
    given = [function.next()] if warm else []
    function.wire.spoil(fault, when=a_record)
    given.append(function.ask(TOKEN))
    given += [function.next() for _ in range(10)]
    assert len(set(given)) == len(given)
    assert function.ask(TOKEN) == given[len(given) - 11]


@pytest.mark.parametrize("cache", [1, 5])
def test_a_value_that_a_lost_record_may_have_shown_never_returns(service: Service, cache: int) -> None:
    """The first try is carried out unseen, a caller reads it, the window ends, and another answer takes its place."""
    now = [1000.0]
    definitions = {"a": {"cache": cache}}
    one, other = (service(definitions, token_seconds=1, clock=lambda: now[0]) for _ in range(2))
    given = [one.next()]

    def lost_and_replaced(request: bytes, send: Send) -> HttpReply:
        send(request)
        given.append(other.ask(TOKEN))
        now[0] += 1
        given.append(other.ask(TOKEN))
        raise LostReplyError("lost by the test")

    one.wire.spoil(lost_and_replaced, when=a_record)
    assert one.ask(TOKEN) == given[-1]
    given += [one.next() for _ in range(10)]
    assert len(set(given)) == len(given)


@pytest.mark.parametrize("cache", [1, 5])
def test_where_every_reply_to_a_record_is_lost_the_next_call_gets_the_answer(service: Service, cache: int) -> None:
    function = service({"a": {"cache": cache}})
    first = function.next()
    function.wire.spoil_all(reply_lost, when=a_record)
    with pytest.raises(SequenceUnavailableError):
        function.ask(TOKEN)
    function.wire.mend()
    answer = function.ask(TOKEN)
    given = [first, answer, *(function.next() for _ in range(10))]
    assert len(set(given)) == len(given)
    assert function.ask(TOKEN) == answer


@pytest.mark.parametrize("cache", [1, 5])
def test_a_call_whose_record_was_always_throttled_has_not_used_its_token(
    service: Service, table: Table, cache: int
) -> None:
    function = service({"a": {"cache": cache}})
    given = [function.next()]
    function.wire.spoil_all(throttled, when=a_record)
    with pytest.raises(SequenceUnavailableError):
        function.ask(TOKEN)
    function.wire.mend()
    assert "#t" not in table.items()
    given += [function.ask(TOKEN), *(function.next() for _ in range(10))]
    assert len(set(given)) == len(given)


@pytest.mark.parametrize("cache", [1, 5])
def test_a_record_that_is_throttled_once_costs_no_value(service: Service, cache: int) -> None:
    function = service({"a": {"cache": cache}})
    function.wire.spoil(throttled, when=a_record)
    assert [function.ask(TOKEN), function.ask(TOKEN), function.next()] == [1, 1, 2]


def test_a_replay_after_a_throttled_record_puts_the_value_back(service: Service) -> None:
    function = service({"a": {"cache": 5}})
    answer = function.ask(TOKEN)
    function.wire.spoil(throttled, when=a_record)
    assert function.ask(TOKEN) == answer
    assert [function.next() for _ in range(5)] == [2, 3, 4, 5, 6]


def test_a_reply_lost_in_an_earlier_call_costs_a_later_replay_no_value(service: Service) -> None:
    one, other = (service({"a": {"cache": 5}}) for _ in range(2))
    given = [other.ask(TOKEN)]
    one.wire.spoil(reply_lost, when=a_record)
    given.append(one.ask({"name": "a", "token": "lost"}))
    assert one.ask(TOKEN) == given[0]
    assert one.next() == given[-1] + 1
