"""The consumer of the table's changes."""
