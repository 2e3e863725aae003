"""The errors that a caller of the service sees. Each has the name of the `errorType` that the function answers."""


class SequenceError(Exception):
    """The base of the six errors."""


class InvalidRequestError(SequenceError):
    """The request is wrong: a field, or a `count` larger than a cycle. Fix the call."""


class UnknownSequenceError(SequenceError):
    """No declared name or pattern matches. Check the name, or declare it and deploy."""


class TokenMismatchError(SequenceError):
    """The token was already used for another `name` or `count`. Use a new token for a new request."""


class SequenceExhaustedError(SequenceError):
    """The limit is reached, or the range does not fit before it. Widen the limit and deploy."""


class SequenceUnavailableError(SequenceError):
    """Throttled, timed out, crashed or unreachable, in every attempt. The same call may succeed later.

    Repeat it with the same token, if it had one. Without a token, a value may be lost, and leaves a gap.
    """


class ConfigurationError(SequenceError):
    """The deployment, or the caller's AWS settings, are wrong. A retry does not help.

    For example: no such function, no permission, no credentials, no Region, or a faulty environment.
    """
