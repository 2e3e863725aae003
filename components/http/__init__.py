"""The next-value function's URL: who may call it, and from which web pages."""
