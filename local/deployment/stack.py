"""Reads a stack's project files, with the errors of `local`."""

from pathlib import Path

from sequence_service.project import EncryptedValueError, Project, read_project
from sequence_service.project import ProjectError as WrongFilesError

from ..errors import ProjectError


def read_stack(folder: str | Path, stack: str) -> Project:
    """Read the project in this folder for this stack. Raises `ProjectError`, which names the file and the key."""
    try:
        return read_project(Path(folder).resolve(), stack)
    except EncryptedValueError as error:
        raise ProjectError(f"{error}; use a stack with a plain value for it") from error
    except WrongFilesError as error:
        raise ProjectError(str(error)) from error


def region_of(folder: str | Path, stack: str) -> str:
    """The region in the stack's configuration, by default us-east-1. Raises `ProjectError`."""
    return read_stack(folder, stack).config.get("aws:region", "us-east-1")


def title_of(folder: str | Path, stack: str) -> str:
    """The title of a run. It says if the stack has no file, because a misspelt stack name looks the same."""
    alone = read_stack(folder, stack).stack_file is None
    return f"Deploying stack {stack}" + (f", which has no Pulumi.{stack}.yaml" if alone else "")
