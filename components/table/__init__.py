"""The table that holds the sequences, the parameter with its name, the writer policy."""
