"""What callers import: `SequenceClient`, `Lease` and the errors."""
