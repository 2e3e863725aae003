"""`Lambda`: what boto3's client of Lambda is to a `SequenceClient`, in this world."""

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import Any

from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError

from client import SequenceClient
from client.errors import SequenceError
from handlers import errors

from .calls import Call
from .waiting import ClientCrashedError, end_if_crashed
from .world import CrashedError, World

INVOKE_FAULTS = ("no connection", "Lambda throttles", "client gave up", "repeated invocation", "client crashes")
"""What can happen to a client's attempt.

- no connection: the function does not run
- Lambda throttles: the function does not run
- client gave up: the client's time is up, while the function goes on and its reply comes too late
- repeated invocation: another function runs for the same attempt, too
- client crashes: the client's process dies, with all its threads, while the function goes on
"""
_URL = "https://lambda.invalid"


class Lambda:
    """Runs a function for each attempt: the one with the client's number, and for a further attempt the next one."""

    def __init__(self, world: World, number: int) -> None:
        self._world = world
        self._number = number

    def invoke(self, *, FunctionName: str, Payload: bytes) -> dict[str, Any]:  # noqa: N803  boto3's names
        """Run a function and return its reply, or raise what botocore raises."""
        del FunctionName
        world, call, event = self._world, self._world.doing.call, _event(Payload)
        process = world.scheduler.process
        assert call
        end_if_crashed(process)
        index = (self._number + call.attempts) % len(world.functions)
        call.attempts += 1
        fault = world.fault(INVOKE_FAULTS)
        if fault:
            call.faults.append(fault)
        if fault == "no connection":
            raise EndpointConnectionError(endpoint_url=_URL)
        if fault == "Lambda throttles":
            raise ClientError({"Error": {"Code": "TooManyRequestsException"}}, "Invoke")
        if fault in ("client gave up", "client crashes"):
            world.scheduler.spawn(lambda: _unheard(world, index, event, call))
            if fault == "client crashes":
                if process:
                    process.crashed = True
                raise ClientCrashedError
            raise ReadTimeoutError(endpoint_url=_URL)
        if fault == "repeated invocation":
            world.scheduler.spawn(lambda: _unheard(world, (index + 1) % len(world.functions), event, call))
        try:
            return {"Payload": _json(world.ask(index, event, call))}
        except errors.SequenceError as error:
            failed = {"errorType": type(error).__name__, "errorMessage": str(error)}
        except CrashedError:
            failed = {"errorType": "Runtime.ExitError", "errorMessage": "the process ended"}
        finally:
            end_if_crashed(process)
        return {"FunctionError": "Unhandled", "Payload": _json(failed)}


class Caller:
    """A client, whose calls the history notes. `number` is the function that it reaches first."""

    def __init__(self, world: World, number: int) -> None:
        self._world = world
        self._client = SequenceClient("next-value", lambda_client=Lambda(world, number))

    def next_value(self, name: str, *, token: str | None = None) -> int:
        """Take a value."""
        with self._noted(Call(name, None, token)) as call:
            value = self._client.next_value(name, token=token)
            call.values = range(value, value + 1)
        return value

    def next_range(self, name: str, count: int, *, token: str | None = None) -> range:
        """Take a range."""
        with self._noted(Call(name, count, token)) as call:
            call.values = self._client.next_range(name, count, token=token)
        return call.values

    @contextmanager
    def _noted(self, call: Call) -> Iterator[Call]:
        self._world.history.calls.append(call)
        self._world.doing.call = call
        try:
            yield call
        except SequenceError as error:
            call.error = type(error).__name__
            raise
        finally:
            call.end = self._world.history.tick()
            self._world.doing.call = None


def _unheard(world: World, index: int, event: Mapping[str, Any], call: Call) -> None:
    """Run a function whose reply nobody waits for."""
    with suppress(errors.SequenceError, CrashedError):
        world.ask(index, event, call)


@lru_cache(maxsize=10_000)
def _event(payload: bytes) -> Mapping[str, Any]:
    event: Mapping[str, Any] = json.loads(payload)
    return event


def _json(value: object) -> io.BytesIO:
    return io.BytesIO(json.dumps(value).encode())
