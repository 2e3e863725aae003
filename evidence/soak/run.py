"""Runs a soak: deploys, starts the load, samples, restarts the emulator in mid-load."""

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from local import Emulator

from . import history
from .history import Call, Outage
from .samples import EMULATOR, Sample, Sampler
from .service import Service, begin_stream_again, deployed

CALLS_A_SECOND = 25.0
DOWN_SECONDS = 5.0  # longer than all pauses between a client's attempts, so that calls fail
CONSUMER_SECONDS = 60.0
LEAST_INTERVAL, MOST_INTERVAL = 0.2, 3.0  # seconds between two samples
END_SECONDS = 60.0  # a call of the client ends within 28 s, and then the lease closes
ROOT = Path(__file__).parents[2]


class Consumed(NamedTuple):
    """What the stream consumer has logged since the last start of the emulator."""

    changes: int
    caught_up: bool
    """Whether it has seen the last value of `orders`."""


@dataclass(frozen=True)
class Soak:
    """What happened. `begin` and `end` are those of the load, in seconds of `time.monotonic`."""

    begin: float
    end: float
    outage: Outage | None
    calls: list[Call]
    samples: list[Sample]
    consumed: Consumed


class SoakError(Exception):
    """The soak could not run to its end."""


def run(folder: Path, seconds: float, *, pace: float = CALLS_A_SECOND, down: float = DOWN_SECONDS) -> Soak:
    """Run it; the state and the history are in `folder`. Ends everything that it starts.

    After half of the seconds the emulator ends, and stays away for `down` seconds. The other half begins when it
    answers again. With `down=0` it goes on.
    """
    state, log, outage = folder / "state", folder / "history.jsonl", None
    with contextlib.ExitStack() as stack:
        with Emulator.start(persist=state) as emulator:
            service = deployed(emulator)
            sampler = stack.enter_context(
                Sampler(_roles(service), min(max(seconds / 300, LEAST_INTERVAL), MOST_INTERVAL))
            )
            load = stack.enter_context(_load(service, log, pace))
            begin = _begin(load)
            _wait(load, seconds / 2 if down else seconds)
            if not down:
                end = _end(load)
                consumed = _consumed(emulator, service, history.read(log))
            stopped = time.monotonic()
        if down:
            _wait(load, down)
            with Emulator.start(persist=state, port=emulator.port) as emulator:
                outage = Outage(stopped, time.monotonic())
                begin_stream_again(emulator)
                _wait(load, seconds / 2)
                end = _end(load)
                consumed = _consumed(emulator, service, history.read(log))
    return Soak(begin, end, outage, history.read(log), sampler.samples, consumed)


def _roles(service: Service) -> dict[str, str]:
    """The role of a process, by a part of its command line."""
    return {
        f"-{service.function}-": "next-value",
        f"-{service.consumer}-": "consumer",
        f"-{service.no_op}-": "no-op",
        "evidence.soak.load": "client",
        "local.emulator.server": EMULATOR,
    }


@contextlib.contextmanager
def _load(service: Service, log: Path, pace: float) -> Iterator["subprocess.Popen[str]"]:
    arguments = {
        "--function": service.function,
        "--no-op": service.no_op,
        "--url": service.url,
        "--history": log,
        "--pace": pace,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "evidence.soak.load", *(str(each) for pair in arguments.items() for each in pair)],
        cwd=ROOT,
        env=service.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # a Ctrl-C in the terminal is for the starting process, which ends this one
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def _begin(load: "subprocess.Popen[str]") -> float:
    assert load.stdout is not None
    line = load.stdout.readline()
    if not line:
        raise SoakError("the load could not begin; its error is above")
    return float(line)


def _wait(load: "subprocess.Popen[str]", seconds: float) -> None:
    """Wait so long. Raises `SoakError` if the load ends before."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        raise SoakError(f"the load ended with exit code {load.wait(seconds)}; its error is above")


def _end(load: "subprocess.Popen[str]") -> float:
    """Tell the load to end, and wait until it has ended. Returns when it was told."""
    assert load.stdin is not None
    told = time.monotonic()
    load.stdin.close()
    if load.wait(END_SECONDS):
        raise SoakError(f"the load ended with exit code {load.returncode}; its error is above")
    return told


def _consumed(emulator: Emulator, service: Service, calls: list[Call]) -> Consumed:
    """What the consumer logged; waits until it has caught up."""
    last = max((call.taken[-1][1] for call in calls if call.sequence == "orders" and call.taken), default=0)
    deadline = time.monotonic() + CONSUMER_SECONDS
    while True:
        lines = [json.loads(line) for line in emulator.printed_by(service.consumer) if line.startswith("{")]
        changes = [line for line in lines if "new" in line]
        caught_up = any(line["name"] == "orders" and line["new"] >= last for line in changes)
        if caught_up or time.monotonic() > deadline:
            return Consumed(len(changes), caught_up)
        time.sleep(0.5)
