"""A Pulumi project on disk: its files and its place, for every room that runs a program without the Pulumi CLI.

This is the only room that other rooms import, and they import it as `sequence_service.project`: that name is the same
in a checkout and in the wheel.
"""

from .errors import EncryptedValueError, ProjectError
from .place import in_place_of_the_cli, is_in
from .project import Project, config_text, full_key, read_project

__all__ = [
    "EncryptedValueError",
    "Project",
    "ProjectError",
    "config_text",
    "full_key",
    "in_place_of_the_cli",
    "is_in",
    "read_project",
]
