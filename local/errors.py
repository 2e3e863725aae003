"""What can go wrong here: one base, one class a cause. Each message names the culprit and the remedy."""


class LocalError(Exception):
    """The deployment cannot go on. Its text is for the reader of a terminal: no traceback is needed with it."""


class EmulatorError(LocalError):
    """The emulated AWS did not start, or is gone."""


class ProjectError(LocalError):
    """The folder is no Pulumi Python project, or its stack's configuration is wrong."""


class ProgramError(LocalError):
    """The program itself raised. The text holds the lines of its traceback that are the program's."""


class UnsupportedError(LocalError):
    """The program asks for something that this deployment does not apply: it is refused, never left out."""


class ResourceError(LocalError):
    """The emulated AWS refused a resource."""


class OutputError(LocalError):
    """Standard output takes no more: its disk is full, or its reader has gone."""
