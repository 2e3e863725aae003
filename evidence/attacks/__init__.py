"""Requests as an attacker would send them."""
