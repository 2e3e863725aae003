"""A Pulumi project on disk: its files, and the place where its program runs. For rooms that need no Pulumi CLI.

Other rooms import it as `sequence_service.project`, because this name is the same in a checkout and in the wheel.
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
