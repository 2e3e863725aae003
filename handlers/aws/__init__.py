"""Calls of AWS with the standard library alone: `Service` is what the rest of the function uses."""

from .call import CallResult, Service, deadline, seconds_left

__all__ = ["CallResult", "Service", "deadline", "seconds_left"]
