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

    After half of the time the emulator ends, stays away for `down` seconds, and starts again. With 0 it goes on.
    """
    state, log, outage = folder / "state", folder / "history.jsonl", None
    roles: dict[str, str] = {}
    with contextlib.ExitStack() as stack:
        with Emulator.start(persist=state) as emulator:
            service = deployed(emulator)
            roles |= {
                f"-{service.function}-": "next-value",
                f"-{service.consumer}-": "consumer",
                f"-{service.no_op}-": "no-op",
                "evidence.soak.load": "client",
                "local.emulator.server": EMULATOR,
            }
            sampler = stack.enter_context(Sampler(roles, min(max(seconds / 300, 0.25), 3)))
            load = stack.enter_context(_load(service, log, pace, seconds))
            begin = _begin(load)
            _wait(load, begin + (seconds / 2 if down else seconds))
            if not down:
                _end(load)
                consumed = _consumed(emulator, service, history.read(log))
            stopped = time.monotonic()
        if down:
            _wait(load, stopped + down)
            with Emulator.start(persist=state, port=emulator.port) as emulator:
                outage = Outage(stopped, time.monotonic())
                begin_stream_again(emulator)
                _end(load, begin + seconds)
                consumed = _consumed(emulator, service, history.read(log))
    return Soak(begin, begin + seconds, outage, history.read(log), sampler.samples, consumed)


@contextlib.contextmanager
def _load(service: Service, log: Path, pace: float, seconds: float) -> Iterator["subprocess.Popen[str]"]:
    arguments = {
        "--function": service.function,
        "--no-op": service.no_op,
        "--url": service.url,
        "--history": log,
        "--pace": pace,
        "--seconds": seconds,
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


def _wait(load: "subprocess.Popen[str]", until: float) -> None:
    """Wait until that time. Raises `SoakError` if the load ends before."""
    while (left := until - time.monotonic()) > 0:
        time.sleep(min(left, 0.5))
        if load.poll() and time.monotonic() < until:
            raise SoakError(f"the load ended with exit code {load.returncode}; its error is above")


def _end(load: "subprocess.Popen[str]", until: float = 0) -> None:
    _wait(load, until)
    if load.wait(END_SECONDS):
        raise SoakError(f"the load ended with exit code {load.returncode}; its error is above")


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
