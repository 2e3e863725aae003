"""A real PostgreSQL server in its own folder, and one session."""

import importlib
import importlib.util
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def missing() -> str | None:
    """Why it cannot run here, or None if it can."""
    if importlib.util.find_spec("pgserver") and importlib.util.find_spec("psycopg"):
        return None
    return "the wheels pgserver and psycopg are not both installed" + (
        "; pgserver has none for Python 3.13 or newer" if sys.version_info >= (3, 13) else ""
    )


class Session:
    """One session. It caches values, as one running function does."""

    def __init__(self, uri: str) -> None:
        import psycopg

        self.uri = uri
        self._errors = psycopg.errors
        self._connection = psycopg.connect(uri, autocommit=True)

    def create(self, definition: Mapping[str, Any]) -> str | None:
        """Create the sequence `a` again; returns why PostgreSQL refuses the definition, or None."""
        words = {
            "increment": "INCREMENT BY",
            "min_value": "MINVALUE",
            "max_value": "MAXVALUE",
            "start": "START WITH",
            "cache": "CACHE",
        }
        clauses = [f"{words[field]} {value}" for field, value in definition.items() if field in words]
        if "cycle" in definition:
            clauses.append("CYCLE" if definition["cycle"] else "NO CYCLE")
        self.execute("DROP SEQUENCE IF EXISTS a")
        try:
            self.execute(" ".join(["CREATE SEQUENCE a", *clauses]))
        except self._errors.InvalidParameterValue as refusal:
            return str(refusal)
        return None

    def next(self) -> int | None:
        """The next value, or None if the sequence is exhausted."""
        try:
            row = self.execute("SELECT nextval('a')").fetchone()
        except self._errors.SequenceGeneratorLimitExceeded:  # SQLSTATE 2200H
            return None
        value: int = row[0]
        return value

    def restart(self) -> None:
        """Drop the cached values, as at the end of the session."""
        self.execute("DISCARD SEQUENCES")

    def close(self) -> None:
        """End the session."""
        self._connection.close()

    def execute(self, statement: str) -> Any:
        """Run a statement, or several without parameters."""
        return self._connection.execute(statement.encode())


@contextmanager
def postgresql(folder: Path) -> Iterator[Session]:
    """Start a server in this folder, and stop it at the end."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")  # pgserver works without it
        pgserver = importlib.import_module("pgserver")
        server = pgserver.get_server(folder)
    try:
        session = Session(server.get_uri())
        yield session
        session.close()
    finally:
        server.cleanup()
