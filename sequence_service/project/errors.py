"""What can be wrong with a project's files."""


class ProjectError(Exception):
    """The folder holds no Pulumi program in Python, or its configuration is wrong. The message names file and key."""
