"""What the stream consumer makes of a record: a change, a verdict, metrics."""
