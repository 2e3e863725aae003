"""Benchmarks: compare the service with the usual alternatives, in one run on one machine."""
