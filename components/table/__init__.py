"""The table that holds the sequences, the SSM parameter with its name, and the writer policy."""
