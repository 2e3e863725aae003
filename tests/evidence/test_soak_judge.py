"""The judge of a soak: a good one passes, and each thing that is wrong is noticed."""

from itertools import count

import pytest

from evidence.reliability.soak import figures
from evidence.soak.calls import KINDS
from evidence.soak.history import Call, out_of_order
from evidence.soak.result import result
from evidence.soak.run import Consumed

from .soaks import BEGIN, MIB, OUTAGE, Growth, calls, samples, soak, token_call


def test_a_soak_without_a_fault_passes() -> None:
    found = result(soak())
    assert found["wrong"] == []
    assert found["restart"]["tokens_before_and_after"] == 1
    assert found["restart"]["failed_calls"] > 0
    assert {each["kind"] for each in found["latency"]} >= {"ordered", "cached", "URL", "no-op"}
    assert sum(each["judged"] for each in found["processes"]) == 5


@pytest.mark.parametrize("role", ["client", "next-value", "consumer"])
@pytest.mark.parametrize(
    ("memory", "descriptors"),
    [
        (lambda second: second * 0.03 * MIB, lambda _: 0),  # slowly: 9 MiB in each half
        (lambda second: (second % 300 > 200) * 4 * MIB, lambda _: 0),  # in one step
        (lambda _: 0, lambda second: second / 60),
        (lambda _: 0, lambda second: 3 * (second % 300 > 250)),
    ],
    ids=["memory", "a step of memory", "descriptors", "a step of descriptors"],
)
def test_a_process_that_grows_is_noticed(role: str, memory: Growth, descriptors: Growth) -> None:
    wrong = result(soak(samples=samples(role, memory, descriptors)))["wrong"]
    grown = [each for each in wrong if each.startswith("a process grows: ") and role in each]
    assert grown
    assert wrong == grown


def test_a_leak_in_one_of_several_workers_is_noticed() -> None:
    leaking = [each._replace(process=99) for each in samples("next-value", memory=lambda second: second * 0.03 * MIB)]
    wrong = result(soak(samples=samples() + [each for each in leaking if each.role == "next-value"]))["wrong"]
    assert len(wrong) == 1
    assert "a process grows" in wrong[0]


@pytest.mark.parametrize("role", ["client", "next-value", "consumer"])
def test_growth_in_the_warm_up_is_allowed(role: str) -> None:
    """A process fills its caches at first: in the first minute of ten, and in a minute after its start."""

    def warm_up(second: float) -> float:
        return min(second % 305, 55) * MIB

    grown = samples(role, memory=warm_up if role != "client" else lambda second: min(second, 55) * MIB)
    assert result(soak(samples=grown))["wrong"] == []


def test_the_emulator_s_own_growth_is_shown_but_not_judged() -> None:
    emulator = [each._replace(role="emulator", memory=number * MIB) for number, each in enumerate(samples())]
    found = result(soak(samples=samples() + emulator))
    assert found["wrong"] == []
    assert {each["flat"] for each in found["processes"] if each["role"] == "emulator"} == {False}


@pytest.mark.parametrize("kind", ["ordered", "cached", "URL", "unknown", "lease"])
def test_growing_latency_of_one_kind_is_noticed(kind: str) -> None:
    wrong = result(soak(calls=calls(lambda second: second / 600 * 0.05, kind=kind)))["wrong"]
    assert f"latency grows: {{'kind': '{kind}'" in wrong[0]


def slower(milliseconds: float, *, no_op: bool) -> list[Call]:
    """The calls of a service that gets slower by so much; with `no_op` the emulator does."""
    kinds = {name for name, kind in KINDS.items() if kind.invokes and (no_op or name != "no-op")}
    return [
        call._replace(end=call.end + (call.begin - BEGIN) / 600 * milliseconds / 1000) if call.kind in kinds else call
        for call in calls()
    ]


def test_a_few_milliseconds_that_all_kinds_take_more_are_noticed() -> None:
    [wrong] = result(soak(calls=slower(3, no_op=False)))["wrong"]
    assert "latency grows: {'kind': 'the service alone'" in wrong


def test_latency_that_the_emulator_adds_to_all_calls_is_not_the_service_s() -> None:
    assert result(soak(calls=slower(50, no_op=True)))["wrong"] == []


def test_a_process_without_samples_is_not_taken_for_flat() -> None:
    [wrong] = result(soak(samples=[each for each in samples() if each.role != "consumer"]))["wrong"]
    assert wrong == "consumer: too few samples to judge it"
    dead = [each for each in samples(restarted=False) if each.role == "client" or each.at < OUTAGE.begin]
    assert "next-value: too few samples to judge it" in result(soak(samples=dead))["wrong"]


def call(kind: str, second: float, sequence: str = "", value: int = 0, **more: object) -> Call:
    """A call that lasted 60 ms; `value` is what it got."""
    taken = ((value, value),) if value else ()
    return Call(kind, BEGIN + second, BEGIN + second + 0.06, sequence, taken=taken)._replace(**more)  # type: ignore[arg-type]


WRONG_CALLS = {
    "a value twice": ([call("cached", 400, "tickets", 302)], "tickets: 302 came to call"),
    "a value inside a range twice": ([call("range", 400, "batches", taken=((1, 303),))], "batches: 303 came to call"),
    "a value twice in one call": ([call("lease", 400, "leased", taken=((5, 6), (6, 7)))], "holds a value twice"),
    "a leased value that also came back": ([call("lease, returned", 600, "leased", 309)], "leased: 309 came to call"),
    "a token's value for another call": ([call("URL", 400, "carts", 70_000)], "carts: 70000 came to token old-1"),
    "a token that changes": ([token_call(450, "old-1", 70_001)], "token old-1 got"),
    "a value that is too low": ([call("ordered", 590, "orders", 2)], "orders: 2 came after"),
    "an error of the function": (
        [call("ordered", 400, "orders", error="ConfigurationError", message="no table")],
        "1 times an unexpected outcome: ordered: ConfigurationError: no table",
    ),
    "an error of Python": ([call("URL", 302, "posted", error="KeyError")], "URL: KeyError"),
    "unavailable without an outage": ([call("ordered", 400, error="SequenceUnavailableError")], "Unavailable"),
    "a wrong request that gets an answer": ([call("unknown", 400, "ordres", 1)], "unknown: an answer"),
    "a wrong request with another error": ([call("unknown", 400, error="InvalidRequestError")], "InvalidRequest"),
}


@pytest.mark.parametrize("case", WRONG_CALLS)
def test_a_wrong_answer_is_noticed(case: str) -> None:
    made, expected = WRONG_CALLS[case]
    wrong = result(soak(calls=calls() + made))["wrong"]
    assert any(expected in each for each in wrong), wrong


def test_calls_that_overlap_may_get_their_values_in_any_order() -> None:
    number = count(1)
    overlapping = [Call("ordered", 0, 10, "orders", taken=((next(number),) * 2,)) for _ in range(3)]
    later = Call("ordered", 11, 12, "orders", taken=((4, 4),))
    assert out_of_order([*reversed(overlapping), later]) == []
    assert out_of_order([*overlapping, later._replace(taken=((3, 3),))]) == ["orders: 3 came after 3"]


def test_a_consumer_that_stops_is_noticed() -> None:
    [wrong] = result(soak(consumed=Consumed(0, caught_up=False)))["wrong"]
    assert "the consumer did not catch up" in wrong


def test_a_restart_that_nobody_notices_shows_nothing() -> None:
    without = [each for each in calls() if each.error != "SequenceUnavailableError" and each.token is None]
    assert result(soak(calls=without))["wrong"] == [
        "no call failed during the outage, so it was too short",
        "no token was used before and after the restart",
    ]


def test_the_document_says_what_came_out() -> None:
    good = figures(result(soak()))
    assert "none twice" in good
    assert "All figures are flat." in good
    assert "| client | 597 s | 30 → 30 | 4 → 4 |" in good
    bad = figures(result(soak(consumed=Consumed(0, caught_up=False))))
    assert "none twice" not in bad
    assert "1 things are wrong: the consumer did not catch up" in bad
