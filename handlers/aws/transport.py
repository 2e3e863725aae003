"""Requests to one endpoint, over connections that are kept."""

import os
import ssl
import time
from functools import lru_cache

from ..errors import ConfigurationError
from .connection import Connection
from .endpoint import Endpoint
from .failures import LostReplyError, NotSentError
from .http import HttpReply, exchange

# DynamoDB closes a connection after 60 seconds without a request (aws-sdk-java issue 1365). A function that was
# frozen may not have heard of it.
IDLE_SECONDS = 50


class Transport:
    """Sends requests to an endpoint; safe to use from many threads. `bundle` is a file with authorities, or empty."""

    def __init__(self, endpoint: Endpoint, bundle: str) -> None:
        self._endpoint = endpoint
        self._tls = _tls(bundle) if endpoint.scheme == "https" else None
        self._idle: list[Connection] = []
        self._process = os.getpid()

    def send(self, request: bytes, until: float) -> HttpReply:
        """Send a request over a kept connection, or a new one.

        `until`, in time.monotonic's seconds, bounds all of it. Raises `NotSentError` or `LostReplyError`.
        """
        kept = self._take()
        try:
            connection = kept or Connection(self._endpoint, self._tls, until)
        except OSError as error:
            raise NotSentError(f"no connection to {self._endpoint.authority}: {error}") from error
        try:
            reply = exchange(connection, request, until)
        except (OSError, ValueError) as error:
            self._idle.clear()  # what ended one may have ended all: the next attempt makes its own
            stale = bool(kept) and isinstance(error, ConnectionError)
            message = f"no reply from {self._endpoint.authority}: {error}"
            raise LostReplyError(message, at_once=stale) from error
        if not reply.last:
            connection.used_at = time.time()
            self._idle.append(connection)
        return reply

    def _take(self) -> Connection | None:
        if self._process != os.getpid():  # a fork: the connections are the parent's
            self._process = os.getpid()
            self._idle.clear()
        while True:
            try:
                connection = self._idle.pop()
            except IndexError:
                return None
            if 0 <= time.time() - connection.used_at < IDLE_SECONDS and connection.is_quiet():
                return connection


@lru_cache(maxsize=1)  # both services trust the same authorities, and to read them takes longer than a call
def _tls(bundle: str) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=bundle)  # without a file, it loads the system's
    except OSError as error:
        raise ConfigurationError(f"AWS_CA_BUNDLE: {bundle!a:.100} cannot be read; name a PEM file: {error}") from error
