"""Attempts, pauses and time-outs: what is repeated, how often, and for how long."""

import time
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from botocore.config import Config

from client import SequenceClient, attempts, next_value_function
from client.errors import SequenceUnavailableError, UnknownSequenceError

from .counter import Counter
from .faulty_lambda import Fault, always, faulty_lambda, script

RUNS = [Fault.LOST, Fault.CUT, Fault.DAMAGED, Fault.SLOW, Fault.CRASHED]


@pytest.mark.parametrize("faults", range(4))
def test_a_call_survives_three_faults(faults: int, pauses: list[float]) -> None:
    with faulty_lambda(Counter(), script(*[Fault.THROTTLED] * faults)) as server:
        assert SequenceClient("sequences", lambda_client=server.client()).next_value("orders") == 1
    assert len(pauses) == faults


def test_pauses_are_random_and_grow(pauses: list[float]) -> None:
    with faulty_lambda(Counter(), always(Fault.THROTTLED)) as server:
        numbers = SequenceClient("sequences", lambda_client=server.client())
        for _ in range(40):
            with pytest.raises(SequenceUnavailableError):
                numbers.next_value("orders")
    for place, longest in enumerate((0.2, 0.4, 0.8)):
        made = pauses[place::3]
        assert len(set(made)) == len(made) == 40
        assert longest / 2 < max(made) <= longest
        assert min(made) < longest / 2


@pytest.mark.usefixtures("pauses")
@pytest.mark.parametrize("fault", RUNS)
def test_a_lost_answer_leaves_a_gap_and_with_a_token_the_same_answer(fault: Fault) -> None:
    with faulty_lambda(Counter(), script(fault, None, fault)) as server:
        numbers = SequenceClient("sequences", lambda_client=server.client(read_timeout=0.1))
        assert numbers.next_value("orders") == 2
        assert numbers.next_value("orders", token="cart") == 3
        assert numbers.next_value("orders", token="cart") == 3
        assert numbers.next_value("orders") == 4


def test_an_error_that_a_retry_does_not_change_is_raised_at_once(pauses: list[float]) -> None:
    def function(_: object) -> None:
        raise UnknownSequenceError("sequence ordres: not declared")

    with faulty_lambda(function) as server, pytest.raises(UnknownSequenceError):
        SequenceClient("sequences", lambda_client=server.client()).next_value("ordres")
    assert (len(server.requests), pauses) == (1, [])


@pytest.mark.parametrize(("seconds", "calls"), [(15.0, 1), (12.0, 2), (6.0, 3), (1.0, 4)])
def test_no_attempt_starts_later_than_14_seconds_after_the_first(
    monkeypatch: pytest.MonkeyPatch, seconds: float, calls: int
) -> None:
    clock = SimpleNamespace(at=0.0)
    waits = SimpleNamespace(monotonic=lambda: clock.at, sleep=lambda pause: setattr(clock, "at", clock.at + pause))
    monkeypatch.setattr(attempts, "time", waits)
    made: list[float] = []

    class Lambda:
        def invoke(self, **_: object) -> Any:
            made.append(clock.at)
            clock.at += seconds
            raise TimeoutError

    with pytest.raises(SequenceUnavailableError):
        SequenceClient("sequences", lambda_client=Lambda()).next_value("orders")
    assert len(made) == calls
    assert max(made) <= 14


def own_client(monkeypatch: pytest.MonkeyPatch, url: str) -> SequenceClient:
    """A client that makes its own boto3 client."""
    monkeypatch.setenv("AWS_ENDPOINT_URL_LAMBDA", url)
    return SequenceClient("sequences", session=boto3.Session(region_name="us-east-1"))


@pytest.mark.usefixtures("pauses")
@pytest.mark.parametrize("mode", ["legacy", "standard", "adaptive"])
def test_botocore_repeats_nothing_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch, mode: str) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "7")
    monkeypatch.setenv("AWS_RETRY_MODE", mode)
    with faulty_lambda(Counter(), always(Fault.FAILED)) as server:
        with pytest.raises(SequenceUnavailableError):
            own_client(monkeypatch, server.url).next_value("orders")
        assert len(server.requests) == 4


def test_a_late_reply_is_given_up_after_the_read_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    short = next_value_function.CONFIG.merge(Config(read_timeout=0.2))  # the real one would take 12 s
    monkeypatch.setattr(next_value_function, "CONFIG", short)
    with faulty_lambda(Counter(), script(Fault.SLOW), delay=20) as server:
        begin = time.monotonic()
        assert own_client(monkeypatch, server.url).next_value("orders") == 2
        assert time.monotonic() - begin < 5
