"""What callers import: `SequenceClient`, `Lease` and the errors."""

from .sequence_client import SequenceClient

__all__ = ["SequenceClient"]
