"""Benchmarks: this service beside what people use instead, in one run on one machine.

`make bench` answers every question in `questions/`, prints the table, and writes the result and the plots.
"""
