"""`SequenceClient`: numbers from a deployed next-value function."""

import json
from typing import Any

import boto3

from . import answer
from .attempts import repeated
from .errors import InvalidRequestError
from .lease import Lease
from .next_value_function import NextValueFunction


class SequenceClient:
    """Takes values from the sequences of one service.

        from sequence_service.client import SequenceClient

        numbers = SequenceClient("sequences-next-value-c48703f")
        numbers.next_value("orders")                       # 1
        numbers.next_value("invoices", token="cart-7f3a")  # 1000; with the same token always 1000
        numbers.next_range("orders", 10)                   # range(2, 12)

    `function_name` is the function's name, its ARN, or either with an alias (`name:alias`). The component has it as
    the outputs `function_name` and `function_arn`. The caller needs the right to invoke the function (`grant_invoke`
    gives it), and no right to the table.

    By default the client uses boto3's default session. Pass `session` for another profile, Region or role. The Region
    in an ARN wins. Pass `lambda_client` to choose the time-outs yourself; it keeps its own `Config`, retries included.

    **Threads and processes.** Share one client. It is thread-safe, and keeps up to 64 connections open. With more
    threads, some calls need a new connection. After `os.fork`, the child opens its own connections.

    **Attempts.** A call makes up to 4 attempts, with random pauses of at most 0.2, 0.4 and 0.8 s. It repeats only what
    raises `SequenceUnavailableError`. No attempt starts later than 14 s after the first one. An attempt ends if Lambda
    accepts no connection for 2 s, or sends no byte for 12 s. So a call ends within 28 s, and 2 s later for each address
    of Lambda that does not answer. Looking up its name and fetching credentials take extra time.

    The time-outs fit a function with a `timeout` of up to 10 s, the default. For a longer one pass a `lambda_client`
    with a longer `read_timeout`.

    **Gaps.** After a lost reply, the next attempt takes another value. The sequence then has a gap, but no value is
    issued twice. With a `token`, all attempts get the same answer.

    **Errors.** Each error is a `SequenceError` of errors.py. If boto3 raised the reason, it is the `__cause__`.

    | error | when |
    | --- | --- |
    | `InvalidRequestError` | the function refuses a name, count or token |
    | `UnknownSequenceError` | the name is not declared |
    | `TokenMismatchError` | the token was used for another request |
    | `SequenceExhaustedError` | the limit is reached, or the range does not fit |
    | `SequenceUnavailableError` | throttled, timed out, crashed, unreachable: in every attempt |
    | `ConfigurationError` | no such function, no permission, no credentials, no Region, or a faulty deployment |

    Creating a client raises `ConfigurationError` if no Region or profile is found.
    """

    def __init__(
        self,
        function_name: str,
        *,
        session: boto3.Session | None = None,
        lambda_client: Any = None,  # boto3 makes the class of its clients at run time
    ) -> None:
        self._function = NextValueFunction(function_name, session, lambda_client)

    def __repr__(self) -> str:
        return f"SequenceClient({self._function.name!r})"

    def next_value(self, name: str, *, token: str | None = None) -> int:
        """Take the next value of a sequence, exact for any size.

        `token` makes the call safe to repeat, also by another process: for its window, a day by default, the same token
        gets the same value. It has 1 to 128 printable ASCII characters. Use what identifies the work, such as the cart.
        """
        payload = _payload(name=name, token=token)
        return repeated(lambda: answer.value(self._function.ask(payload)))

    def next_range(self, name: str, count: int, *, token: str | None = None) -> range:
        """Take the next `count` values of a sequence, 1 to 1,000,000, at once. The range has the sequence's increment.

        All `count` values or none: near its limit, a sequence raises `SequenceExhaustedError`, or starts over if it
        cycles. `token` is as for `next_value`.
        """
        if count is None:  # the function would take a single value
            raise InvalidRequestError("count: missing; pass for example 10")
        payload = _payload(name=name, count=count, token=token)
        return repeated(lambda: answer.consecutive(self._function.ask(payload), count))

    def lease(self, name: str, *, size: int | None = None, ahead: bool = True) -> Lease:
        """An iterator over the next values, which it takes in ranges, before you need them.

        `size` is the number of values per range; None adapts it to the pace. See `Lease`.
        """
        return Lease(self, name, size=size, ahead=ahead)


def _payload(**fields: object) -> bytes:
    """The request as JSON, without what is missing. The function checks it."""
    try:
        sent = {field: value for field, value in fields.items() if value is not None}
        return json.dumps(sent, allow_nan=False).encode()
    except (TypeError, ValueError) as error:
        raise InvalidRequestError(f"the request is not JSON: {error}; pass strings and an int") from error
