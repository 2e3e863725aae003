"""A record of the stream: the change that it tells, whether that is allowed, and what is counted."""
