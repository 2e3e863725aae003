"""Writes the figures of docs/reliability.md from the results in evidence/results/."""
