"""A stack's project files: what is wrong with them is an error of `local`, with a remedy that fits a deployment."""

from pathlib import Path

import pytest

from local import LocalError, ProjectError
from local.deployment.stack import read_stack, region_of

from .programs import write_program


def test_wrong_project_files_raise_an_error_of_this_room(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"Pulumi\.yaml") as refused:
        read_stack(tmp_path, "dev")
    assert isinstance(refused.value, LocalError)


def test_an_encrypted_value_is_refused_with_the_way_out(tmp_path: Path) -> None:
    folder = write_program(tmp_path, "", stack="config: {key: {secure: v1:x}}")
    with pytest.raises(ProjectError, match=r"tiny:key is encrypted, .*; use a stack with a plain value for it"):
        read_stack(folder, "dev")


def test_the_region_is_the_stack_s(tmp_path: Path) -> None:
    assert region_of(write_program(tmp_path, ""), "dev") == "us-east-1"
    assert region_of(write_program(tmp_path, "", stack="config: {aws:region: eu-west-1}"), "dev") == "eu-west-1"
