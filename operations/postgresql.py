"""The sequences of a PostgreSQL database, and the definitions to paste into a program."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .definitions import SAFE_INTEGER, Definition
from .errors import OperationError
from .names import NAME

CONNECT_SECONDS = 10
MOST_CACHED = 1_000_000  # values in a block of this service

# The view pg_sequences shows no last value for a sequence that may not be read, as if it had never been used.
_LIST = """
    SELECT schemaname, sequencename, increment_by, min_value, max_value, start_value, cycle, cache_size,
           has_sequence_privilege(class.oid, 'SELECT') AND has_schema_privilege(space.oid, 'USAGE')
    FROM pg_sequences
    JOIN pg_namespace AS space ON nspname = schemaname
    JOIN pg_class AS class ON relnamespace = space.oid AND relname = sequencename
    ORDER BY schemaname, sequencename
"""
_WIDE = "# The function sends values of a sequence with a max_value or min_value beyond 2^53 - 1 as strings."


@dataclass(frozen=True)
class PostgresqlSequence:
    """One sequence. `last` is the last value given out; None: none was."""

    name: str
    """Its own name, after its schema's if that is not `public`."""

    definition: Definition
    last: int | None
    problem: str | None = None


def read_sequences(url: str) -> list[PostgresqlSequence]:
    """Read all sequences of a database. Needs the extra `postgresql`. Raises `OperationError`."""
    try:
        import psycopg
        from psycopg import sql
    except ImportError as error:
        raise OperationError("psycopg is not installed; run pip install 'sequence-service[cli,postgresql]'") from error
    try:
        with psycopg.connect(url, connect_timeout=CONNECT_SECONDS) as connection:
            connection.read_only = True
            found = []
            for schema, name, *fields, readable in connection.execute(_LIST).fetchall():
                state = None
                if readable:
                    select = sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(schema, name))
                    state = connection.execute(select).fetchone()
                found.append(_sequence(schema, name, fields, state))
    except psycopg.Error as error:
        raise OperationError(f"--from-postgresql: {error}; check the URL, such as postgresql://user@host/db") from error
    if not found:
        raise OperationError("--from-postgresql: this database has no sequences; check its name in the URL")
    return found


def _sequence(schema: str, name: str, fields: list[Any], state: tuple[Any, ...] | None) -> PostgresqlSequence:
    full = name if schema == "public" else f"{schema}.{name}"
    increment, low, high, start, cycle, cache = fields
    definition = Definition(increment, low, high, start, cycle, min(cache, MOST_CACHED))
    if state is None:
        return PostgresqlSequence(full, definition, None, "may not be read; GRANT SELECT on it to this user")
    value, called = state
    if not called:  # PostgreSQL gives out exactly this value first, which setval may have changed
        definition = definition._replace(start=value)
    problem = None
    if not NAME.fullmatch(full):
        problem = "its name is not valid here; rename it to A-Z a-z 0-9 . _ : / # @ -, starting with a letter or digit"
    return PostgresqlSequence(full, definition, value if called else None, problem)


def definitions_of(sequences: Iterable[PostgresqlSequence]) -> dict[str, dict[str, Any]]:
    """The definitions to paste. Fields that have this service's defaults are left out."""
    return {each.name: _short(each.definition) for each in sequences}


def _short(definition: Definition) -> dict[str, Any]:
    up = definition.increment > 0
    low, high = (1, SAFE_INTEGER) if up else (-SAFE_INTEGER, -1)
    defaults = {"increment": 1, "min_value": low, "max_value": high, "cycle": False, "cache": 1}
    defaults["start"] = definition.first
    return {field: value for field, value in definition._asdict().items() if value != defaults[field]}


def yaml(definitions: Mapping[str, Mapping[str, Any]]) -> str:
    """The definitions as YAML, for a stack's configuration."""
    lines = [*_comment(definitions), "sequences:"]
    for name, definition in definitions.items():
        lines.append(f"  {json.dumps(name)}:" if definition else f"  {json.dumps(name)}: {{}}")
        lines += [f"    {field}: {json.dumps(value)}" for field, value in definition.items()]
    return "\n".join(lines)


def python(definitions: Mapping[str, Mapping[str, Any]]) -> str:
    """The definitions as Python, for the argument `sequences`."""
    lines = [f"    {json.dumps(name)}: {_literal(definition)}," for name, definition in definitions.items()]
    return "\n".join([*_comment(definitions), '"sequences": {', *lines, "},"])


def _comment(definitions: Mapping[str, Mapping[str, Any]]) -> list[str]:
    limits = [each.get(field, 0) for each in definitions.values() for field in ("min_value", "max_value")]
    return [_WIDE] if any(abs(limit) > SAFE_INTEGER for limit in limits) else []


def _literal(definition: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{json.dumps(field)}: {value!r}" for field, value in definition.items()) + "}"
