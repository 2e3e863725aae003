"""What the program logs goes where the engine would stand."""

from typing import Any

from pulumi.runtime.mocks import MockEngine
from pulumi.runtime.proto import engine_pb2


class Engine(MockEngine):
    """Keeps the errors that the program logs: they fail an update. The rest goes to Python's log."""

    def __init__(self) -> None:
        super().__init__(None)
        self.errors: list[str] = []

    def Log(self, request: Any) -> None:  # noqa: N802 - gRPC's name
        """Take one message."""
        if request.severity == engine_pb2.ERROR:
            self.errors.append(f"the program logged an error: {request.message}")
        else:
            super().Log(request)  # type: ignore[no-untyped-call] # Pulumi's
