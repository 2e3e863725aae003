"""What the command line knows of the sequence service. Everything else works for any program."""

FUNCTION_OUTPUT = "function_name"
CONSUMER_OUTPUT = "consumer_function_name"
EXAMPLE_SEQUENCE = "orders"
MISSPELT_SEQUENCE = "ordres"
CHANGE_MESSAGE = "sequence changed"
"""The `message` of the line that the stream consumer prints for each change."""
