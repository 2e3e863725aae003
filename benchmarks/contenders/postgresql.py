"""What a database gives: `nextval` over a connection that each thread keeps."""

import os
import threading
from typing import Any

import psycopg

kept = threading.local()


def handler(event: dict[str, Any], _context: object) -> int:
    """Return the next value. With a cache, each connection has its own block."""
    if not hasattr(kept, "connection"):
        kept.connection = psycopg.connect(os.environ["POSTGRESQL"], autocommit=True)
    value: int = kept.connection.execute("SELECT nextval(%s)", (event["name"],)).fetchone()[0]
    return value
