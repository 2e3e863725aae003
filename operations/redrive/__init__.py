"""Redelivers the records that a stream consumer failed at, while the stream still has them."""
