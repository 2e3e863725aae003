"""Real processes, real sockets, faults and kills; and a checker that reads what the callers saw."""
