"""Standard output; a failed write is an error like any other here."""

import io
import os
from typing import TextIO

from ..errors import OutputError


class Output(io.TextIOBase, TextIO):
    """Writes to a stream. Raises `OutputError` if the stream fails; text written after that is lost."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    @property
    def encoding(self) -> str:  # type: ignore[override] # typeshed has an attribute here
        """The stream's."""
        return self._stream.encoding

    def fileno(self) -> int:
        """The stream's."""
        return self._stream.fileno()

    def isatty(self) -> bool:
        """The stream's."""
        return self._stream.isatty()

    def write(self, text: str) -> int:
        """Write and flush, so that a failure shows at once."""
        try:
            written = self._stream.write(text)
            self._stream.flush()
        except OSError as cause:
            # otherwise the rest of the buffer fails again when Python ends
            os.dup2(os.open(os.devnull, os.O_WRONLY), self._stream.fileno())
            raise OutputError(f"standard output cannot be written: {cause.strerror}") from cause
        return written
