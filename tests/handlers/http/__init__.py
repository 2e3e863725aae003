"""Tests of the function behind HTTP."""
