"""Errors in a project's files."""


class ProjectError(Exception):
    """The folder has no Pulumi program in Python, or its configuration is wrong. The message names file and key."""


class EncryptedValueError(ProjectError):
    """A configuration value is encrypted; only the Pulumi CLI can decrypt it. The caller adds the remedy."""

    def __init__(self, message: str, key: str) -> None:
        """`key` is the full key of the value."""
        super().__init__(message)
        self.key = key
