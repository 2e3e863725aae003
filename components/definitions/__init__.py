"""What a sequence is: its fields, their limits, its name."""
