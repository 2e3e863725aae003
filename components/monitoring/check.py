"""Check for options of the alarms that contradict each other, or watch something that does not exist."""

from collections.abc import Mapping
from typing import Any

from ..checking.mistakes import Mistakes
from .args import ALARMS, THRESHOLDS, AlarmsArgs

_CONSUMER = ("consumer_errors", "consumer_age_seconds")
_BUNDLED = ("rewinds", "range_used_percent", "range_used_critical_percent")


def check_alarms(
    alarms: AlarmsArgs, *, http: bool, consumed: bool, queues: bool, bundled: bool, mistakes: Mistakes
) -> None:
    """Check the option `alarms`.

    `http` says whether there is a URL, `consumed` whether there is a consumer, `queues` whether one has a dead-letter
    queue of ours, and `bundled` whether one is the bundled consumer.
    """
    thresholds = alarms.get("thresholds", {})
    _check_effect(thresholds, ("http_errors",), http, "a URL; leave it out, or add http", mistakes)
    _check_effect(thresholds, _CONSUMER, consumed, "a consumer; leave it out, or add consumer", mistakes)
    queue = "a consumer with its own dead-letter queue; leave it out, or remove on_failure_arn"
    _check_effect(thresholds, ("dead_letters",), queues, queue, mistakes)
    ours = "the bundled consumer, which publishes this metric; leave it out, or add a consumer without code"
    _check_effect(thresholds, _BUNDLED, bundled, ours, mistakes)
    _check_order(alarms, ALARMS, "datapoints_to_alarm", "evaluation_periods", "alarms", mistakes)
    _check_order(
        thresholds, THRESHOLDS, "range_used_percent", "range_used_critical_percent", "alarms.thresholds", mistakes
    )


def _check_effect(
    thresholds: Mapping[str, Any], names: tuple[str, ...], there: bool, needs: str, mistakes: Mistakes
) -> None:
    for name in names:
        if name in thresholds and not there:
            mistakes.add(f"alarms.thresholds.{name}", f"has no effect without {needs}", thresholds[name])


def _check_order(
    given: Mapping[str, Any], defaults: Mapping[str, Any], low: str, high: str, path: str, mistakes: Mistakes
) -> None:
    """Report `low` if it is above `high`. AWS checks outputs."""
    options = {**defaults, **given}
    least, most = options[low], options[high]
    if isinstance(least, int) and isinstance(most, int) and least > most:
        problem = f"must be at most {high}, which is {most}; lower it, or raise {high}"
        mistakes.add(f"{path}.{low}", problem, least)
