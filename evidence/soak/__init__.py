"""A soak: the deployed service under a steady mixed load, with a restart of the emulated AWS in mid-load.

    python -m evidence.soak --seconds 900

- `service.py` deploys the service, and a function that does nothing, beside which latency is judged.
- `load.py` is the caller, in a process of its own. It writes each call into a history file.
- `samples.py` reads memory and file descriptors of all processes while the load runs.
- `run.py` puts them together, and ends everything that it started.
- `history.py` checks values, tokens and errors; `flat.py` judges whether figures grow; `result.py` writes it down.
"""
