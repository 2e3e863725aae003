"""The deployed next-value function, invoked through boto3."""

import os
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError

from . import answer
from .failures import failure, misconfigured

CONFIG = Config(
    connect_timeout=2,
    read_timeout=12,  # the function answers or raises before its own time-out, by default 10 s; a cold start adds to it
    max_pool_connections=64,  # more threads than that work, but open a new connection for some calls
    tcp_keepalive=True,
    retries={"total_max_attempts": 1},  # attempts.py repeats; botocore would not see the function's own errors
)


class NextValueFunction:
    """Invokes one function. Threads may share it, and so may a process and the children that it forks."""

    def __init__(self, name: str, session: boto3.Session | None, lambda_client: Any) -> None:
        if session is not None and lambda_client is not None:
            raise TypeError("session, lambda_client: pass one of the two; lambda_client has its own session")
        self.name = name
        self._session = session
        self._injected = lambda_client
        self._clients = {os.getpid(): self._connect() if lambda_client is None else lambda_client}

    def ask(self, payload: bytes) -> Any:
        """Invoke the function once and return its answer, parsed. Raises one of the six errors."""
        lambda_client = self._client()
        try:
            reply = lambda_client.invoke(FunctionName=self.name, Payload=payload)
            body = reply["Payload"].read()
        except Exception as error:
            raise failure(error, self.name) from error
        answered = answer.parsed(body)
        if "FunctionError" in reply:
            answer.raise_error(answered)
        return answered

    def _client(self) -> Any:
        """The client of the current process. A forked child must not use its parent's connections."""
        process = os.getpid()
        if process not in self._clients:
            if self._injected is not None:
                self._injected.close()  # in the child only; the parent's connections stay open
            self._clients.setdefault(process, self._connect() if self._injected is None else self._injected)
        return self._clients[process]

    def _connect(self) -> Any:
        """A new client. The Region of an ARN wins over the session's."""
        parts = self.name.split(":")
        region = parts[3] if parts[0] == "arn" and len(parts) > 6 else None
        try:
            session = self._session or boto3.DEFAULT_SESSION or boto3.Session()
            return session.client("lambda", region_name=region, config=CONFIG)
        except (BotoCoreError, ValueError) as error:  # ValueError: an endpoint that is not a URL
            raise misconfigured(error, self.name) from error
