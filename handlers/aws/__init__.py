"""Calls of AWS with the standard library alone: `Service` is what the rest of the function uses."""

from .call import Reply, Service, deadline

__all__ = ["Reply", "Service", "deadline"]
