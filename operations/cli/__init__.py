"""The command line of `sequences`: options, output, exit codes."""
