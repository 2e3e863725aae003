"""Standard output, whose end is an error like any other here."""

import io
import os
from typing import TextIO

from ..errors import OutputError


class Output(io.TextIOBase, TextIO):
    """Writes to a stream. Raises `OutputError` when the stream takes no more; from then on what is written is lost."""

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
        """Write and flush: how far it comes is known at once."""
        try:
            written = self._stream.write(text)
            self._stream.flush()
        except OSError as cause:
            # else what is still in the buffer fails once more when Python ends
            os.dup2(os.open(os.devnull, os.O_WRONLY), self._stream.fileno())
            raise OutputError(f"standard output takes no more: {cause.strerror}") from cause
        return written
