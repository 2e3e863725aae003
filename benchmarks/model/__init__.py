"""A hot sequence at DynamoDB's limit, simulated: latency, errors and throttling by rate and mode.

`python -m benchmarks.model` runs it, checks it against the emulator, and writes the figures of docs/performance.md.
"""
