"""What callers import: `SequenceClient`, `Lease` and the errors."""

from .lease import Lease
from .sequence_client import SequenceClient

__all__ = ["Lease", "SequenceClient"]
