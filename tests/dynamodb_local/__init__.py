"""Run DynamoDB Local, AWS's own engine. `make dynamodb-local` downloads it."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent


def missing() -> str | None:
    """Why DynamoDB Local cannot run here, or None if it can."""
    if not shutil.which("java"):
        return "DynamoDB Local needs Java 17 or newer"
    if not any(HERE.glob("lib/DynamoDBLocal-*.jar")):
        return "DynamoDB Local is not set up: make dynamodb-local"
    return None


@contextmanager
def dynamodb_local() -> Iterator[str]:
    """Run DynamoDB Local in memory. Yields its URL. It accepts any credentials."""
    with (
        tempfile.TemporaryDirectory() as scratch,
        subprocess.Popen(
            [
                "java",
                f"-Djava.io.tmpdir={scratch}",  # it unpacks a library there and does not delete it
                f"-Djava.library.path={HERE}/lib",
                "-cp",
                f"{HERE}/lib/*",
                str(HERE / "Loopback.java"),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as server,
    ):
        assert server.stdout
        assert server.stderr
        port = server.stdout.readline().strip()
        if not port:
            raise RuntimeError(f"DynamoDB Local did not start:\n{server.stderr.read()}")
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.kill()
