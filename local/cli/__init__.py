"""The command line: `python -m local demo` and `python -m local up`."""
