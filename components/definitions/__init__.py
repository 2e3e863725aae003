"""The definition of a sequence: its name, its fields and their limits."""
