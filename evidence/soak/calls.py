"""The calls of the load: one function for each kind, and how often each comes."""

import json
import os
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any, NamedTuple

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from urllib3 import PoolManager
from urllib3.exceptions import HTTPError

from client import SequenceClient, errors
from client.attempts import repeated

THREADS = 4
OLD_TOKENS = 10  # used again during the whole run, so also after the restart
SHOPS = 200  # names that match the pattern
LEASED = 10  # values that a call takes from the lease
RANGE = 5


class Call(NamedTuple):
    """What a call asked for and what it got. `taken` fills as values come, so that none is lost at an error."""

    sequence: str
    token: str | None
    taken: list[range]


class Callers:
    """The clients of the load. Threads may share it."""

    def __init__(self, function: str, no_op: str, url: str) -> None:
        self.client = SequenceClient(function)
        self.lease = self.client.lease("leased")
        self._url, self._no_op = url, no_op
        self._session = boto3.Session()
        self._keys = Credentials(os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"])
        self._pool = PoolManager(maxsize=THREADS, retries=False)
        self._functions = self._session.client("lambda")

    def prepare(self) -> None:
        """Exhaust the short sequence, use each old token once, and open as many connections as the load needs."""
        self.client.next_range("short", 3)
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(lambda nth: self.client.next_value("carts", token=old_token(nth)), range(OLD_TOKENS)))
            list(pool.map(lambda nth: self.post({"name": "carts"}, old_token(nth)), range(OLD_TOKENS)))
            list(pool.map(lambda _: self.no_op(), range(OLD_TOKENS)))

    def no_op(self) -> None:
        """Invoke the function that does nothing, with as many attempts as the others."""

        def attempt() -> None:
            try:
                self._functions.invoke(FunctionName=self._no_op, Payload=b"{}")["Payload"].read()
            except Exception as error:
                raise errors.SequenceUnavailableError(str(error)) from error

        repeated(attempt)

    def post(self, request: dict[str, Any], token: str | None) -> int:
        """Send a signed request to the function's URL."""
        return repeated(lambda: self._post(json.dumps(request), token))

    def _post(self, body: str, token: str | None) -> int:
        headers = {"Content-Type": "application/json", **({"Idempotency-Key": token} if token else {})}
        signed = AWSRequest("POST", self._url, data=body, headers=headers)
        SigV4Auth(self._keys, "lambda", self._session.region_name).add_auth(signed)
        try:
            reply = self._pool.request("POST", self._url, body=body, headers=dict(signed.headers.items()), timeout=12)
        except HTTPError as error:
            raise errors.SequenceUnavailableError(f"{type(error).__name__}: {error}") from error
        if reply.status == HTTPStatus.OK:
            return int(reply.data)
        if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise errors.SequenceUnavailableError(f"status {reply.status}: {reply.data[:200]!r}")
        fields = json.loads(reply.data)
        kind: type[Exception] = getattr(errors, fields["error"])
        raise kind(fields["message"])


def old_token(nth: int) -> str:
    """A token that the load has used before it begins."""
    return f"old-{nth % OLD_TOKENS}"


def _value(callers: Callers, call: Call) -> None:
    call.taken.append(_one(callers.client.next_value(call.sequence, token=call.token)))


def _range(callers: Callers, call: Call) -> None:
    call.taken.append(callers.client.next_range(call.sequence, RANGE))


def _posted(callers: Callers, call: Call) -> None:
    call.taken.append(_one(callers.post({"name": call.sequence}, call.token)))


def _lease(callers: Callers, call: Call) -> None:
    for _ in range(LEASED):
        call.taken.append(_one(callers.lease.next()))


def _no_count(callers: Callers, call: Call) -> None:
    call.taken.append(callers.client.next_range(call.sequence, 0))


def _no_op(callers: Callers, _: Call) -> None:
    callers.no_op()


def _one(value: int) -> range:
    return range(value, value + 1)


class Kind(NamedTuple):
    """A kind of call: its share of all calls, and for a wrong request the error that it must get.

    `invokes`: each call is one of the function's, and so takes at least as long as the function that does nothing.
    """

    share: int
    make: Callable[[Callers, Call], None]
    sequence: str
    token: Callable[[int], str] | None = None
    error: str | None = None
    invokes: bool = True

    def call(self, nth: int) -> Call:
        """The `nth` call of this kind, not made yet."""
        return Call(self.sequence.format(nth % SHOPS), self.token(nth) if self.token else None, [])


KINDS = {
    "ordered": Kind(6, _value, "orders"),
    "cached": Kind(5, _value, "tickets"),
    "range": Kind(3, _range, "batches"),
    "pattern": Kind(5, _value, "shops/{}"),
    "token": Kind(3, _value, "carts", lambda nth: f"new-{nth // 2}"),  # each twice
    "old token": Kind(2, _value, "carts", old_token),
    "URL": Kind(3, _posted, "posted"),
    "URL, token": Kind(2, _posted, "carts", lambda nth: f"posted-{nth // 2}"),
    "lease": Kind(2, _lease, "leased", invokes=False),
    "no-op": Kind(4, _no_op, ""),
    "unknown": Kind(1, _value, "ordres", error="UnknownSequenceError"),
    "wrong count": Kind(1, _no_count, "batches", error="InvalidRequestError"),
    "wrong token": Kind(1, _value, "orders", old_token, error="TokenMismatchError"),
    "exhausted": Kind(1, _value, "short", error="SequenceExhaustedError"),
    "URL, unknown": Kind(1, _posted, "ordres", error="UnknownSequenceError"),
}
CYCLE = [name for name, kind in KINDS.items() for _ in range(kind.share)]
random.Random(1).shuffle(CYCLE)  # noqa: S311 - the same order in each run
