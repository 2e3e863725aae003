"""The environment, read once, at the first call."""

import json
import os.path
from collections.abc import Mapping
from typing import NamedTuple

from . import aws
from .definitions import Definitions
from .errors import ConfigurationError
from .sequence import Sequence

MAX_TOKEN_SECONDS = 31_536_000  # a year
DEFAULT_TOKEN_SECONDS = 86_400
# pathlib would cost 5 ms of a cold start.
_BESIDE_THE_CODE = os.path.join(os.path.dirname(os.path.dirname(__file__)), "sequences.json")  # noqa: PTH118, PTH120


class Settings(NamedTuple):
    """What a function was deployed with."""

    table_name: str
    definitions: Definitions
    token_seconds: int

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "Settings":
        """Read the function's variables. An empty one counts as unset. Raises `ConfigurationError`."""
        path = environment.get("SEQUENCE_DEFINITIONS_PATH") or _BESIDE_THE_CODE
        return cls(
            definitions=_definitions(path),
            token_seconds=_token_seconds(environment.get("SEQUENCE_TOKEN_SECONDS")),
            table_name=environment.get("SEQUENCE_TABLE_NAME") or _table_name(environment),
        )


def _definitions(path: str) -> Definitions:
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            definitions = json.load(file)
        return Definitions({key: Sequence(**definition) for key, definition in definitions.items()})
    except (OSError, ValueError, AttributeError, TypeError, RecursionError) as error:
        raise ConfigurationError(
            f"{path}: not the sequences' definitions as JSON ({error}); deploy the function with the component"
        ) from error


def _token_seconds(text: str | None) -> int:
    if not text:
        return DEFAULT_TOKEN_SECONDS
    if text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= MAX_TOKEN_SECONDS:
        return int(text)
    raise ConfigurationError(
        f"SEQUENCE_TOKEN_SECONDS: {text!a:.40} is not 1 to {MAX_TOKEN_SECONDS:,} seconds; set for example 86400"
    )


def _table_name(environment: Mapping[str, str]) -> str:
    parameter = environment.get("SEQUENCE_SSM")
    if not parameter:
        raise ConfigurationError(
            "SEQUENCE_TABLE_NAME: not set; set it, or set SEQUENCE_SSM to the parameter that holds the table's name"
        )
    reply = aws.Service("ssm", environment).call("GetParameter", {"Name": parameter}, what=f"parameter {parameter}")
    try:
        name: str = reply.body["Parameter"]["Value"]
    except (LookupError, TypeError) as error:
        raise ConfigurationError(
            f"parameter {parameter}: the reply has no value; check AWS_ENDPOINT_URL_SSM"
        ) from error
    return name
