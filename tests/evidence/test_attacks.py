"""Texts of attackers: nothing but one of the six errors comes out, and no token, no forged line, no foreign item."""

import re
import tracemalloc
from types import SimpleNamespace
from typing import Any, NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.attacks import target, texts
from evidence.attacks.wire import BrokenPromiseError
from handlers import next_value
from handlers.errors import InvalidRequestError


def attack_with(chosen: tuple[str, ...]) -> None:
    for text in chosen:
        target.attack(text)


@pytest.mark.parametrize("kind", ["NAMES", "EXPRESSIONS", "LOG_LINES", "UNICODE", "NUMBERS", "DOCUMENTS", "NESTED"])
def test_no_text_gets_through(kind: str) -> None:
    attack_with(getattr(texts, kind))


@pytest.mark.parametrize("text", texts.LARGE, ids=["name", "lists", "field", "escapes"])
def test_no_text_of_6_mb_gets_through(text: str) -> None:
    for event in target.requests(text):
        target.ask(event)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(
    st.text(st.characters(exclude_categories=[]), max_size=200)
    | st.sampled_from(texts.SHORT).flatmap(st.permutations).map("".join)
)
def test_no_random_text_gets_through(text: str) -> None:
    target.attack(text)


def test_a_body_of_6_mb_takes_no_memory_to_refuse() -> None:
    """As Python objects it takes 150 MB. A function with less memory would be killed, and lose its blocks."""
    event = {"httpMethod": "POST", "body": f"[{'[],' * (texts.MEGABYTES // 3)}[]]"}
    tracemalloc.start()
    try:
        reply: Any = next_value.handler(event, None)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1_000_000
    assert reply["statusCode"] == 400
    assert "body: longer than 100,000 characters" in reply["body"]


def shows_the_token(token: object, what: str) -> NoReturn:
    raise InvalidRequestError(f"{what}: {token} is wrong")


def prints_as_it_is(level: str, message: str, **fields: object) -> None:
    print(level, message, fields.get("name"))


def as_it_is(text: str, _longest: int) -> str:
    return text


FAULTS: dict[str, dict[str, object]] = {
    "a name may be anything": {"handlers.request._NAME": re.compile(".{1,128}", re.DOTALL)},
    "a message shows the token": {"handlers.request.check_token": shows_the_token},
    "a message is not escaped": {"handlers.errors.plain": as_it_is, "handlers.request.plain": as_it_is},
    "a wrong body raises": {"handlers.http_event._JSON": SimpleNamespace(decode={}.__getitem__)},
    "an update is changed": {"handlers.counter_table._ADVANCE": "SET #value = :step"},
    "the consumer does not escape": {"handlers.stream_consumer._log": prints_as_it_is},
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_attack_notices_a_fault(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, replacement in FAULTS[fault].items():
        monkeypatch.setattr(name, replacement)
    with pytest.raises(BrokenPromiseError):
        attack_with(texts.SHORT)
