"""What a caller sees: the class's name is the function error's `errorType`."""


class SequenceError(Exception):
    """The base of every error that the next-value function raises on purpose."""


class InvalidRequestError(SequenceError):
    """The request is not one: its shape, a field, or a count larger than a cycle."""


class UnknownSequenceError(SequenceError):
    """Sequences are declared, and this is not one of them."""


class TokenMismatchError(SequenceError):
    """The token was used before for another name or count."""


class SequenceExhaustedError(SequenceError):
    """The limit is reached, or the range does not fit before it."""


class SequenceUnavailableError(SequenceError):
    """AWS throttled, timed out or failed to the last retry; the same call may succeed later."""


class ConfigurationError(SequenceError):
    """The function was deployed wrong; no retry helps."""
