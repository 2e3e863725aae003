"""The errors of this package: one base, and one class for each cause. A message names the cause and the remedy."""


class LocalError(Exception):
    """The deployment cannot go on. The message says everything; a reader needs no traceback."""


class EmulatorError(LocalError):
    """The emulated AWS did not start, or has ended."""


class ProjectError(LocalError):
    """The folder has no Pulumi project in Python, or its stack's configuration is wrong."""


class ProgramError(LocalError):
    """The program raised an exception. The message shows the program's own lines of the traceback."""


class UnsupportedError(LocalError):
    """The program asks for something that is not supported here. It is refused, and never left out silently."""


class ResourceError(LocalError):
    """The emulated AWS refuses a resource, or botocore refuses its parameters."""


class OutputError(LocalError):
    """Standard output cannot be written: the disk is full, or the reader has ended."""
