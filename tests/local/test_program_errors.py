"""A program that fails: the error shows the program's own lines, and nothing of this deployer."""

import re
from pathlib import Path

import pulumi
import pytest

from local import Emulator, ProgramError, deploy

from .conftest import Deployed
from .programs import write_program


def failed(folder: Path, emulator: Emulator, text: str) -> str:
    """The error of a program with this text, which starts in line 3 of its file."""
    with pytest.raises(ProgramError) as raised:
        deploy(write_program(folder, text), stack="dev", emulator=emulator)
    return str(raised.value)


def test_an_exception_shows_the_program_s_lines_only(tmp_path: Path, emulator: Emulator) -> None:
    text = failed(tmp_path / "program", emulator, "def inner():\n    raise KeyError('wrong')\ninner()")
    assert "KeyError: 'wrong'" in text
    assert text.count("__main__.py") == 2
    assert "local" not in text


def test_an_exception_in_an_apply_is_the_program_s(tmp_path: Path, emulator: Emulator) -> None:
    body = "logs = aws.cloudwatch.LogGroup('logs')\npulumi.export('x', logs.name.apply(lambda _: 1 / 0))"
    assert "ZeroDivisionError" in failed(tmp_path, emulator, body)


def test_a_program_that_cannot_be_parsed_is_shown_with_the_line(tmp_path: Path, emulator: Emulator) -> None:
    assert re.search(r"(?s)line 3.*SyntaxError", failed(tmp_path, emulator, "def"))


def test_a_run_error_is_its_message_alone(tmp_path: Path, emulator: Emulator) -> None:
    assert failed(tmp_path, emulator, "raise pulumi.RunError('give a name')") == "give a name"


def test_an_error_that_the_program_logs_fails_it(tmp_path: Path, emulator: Emulator) -> None:
    text = failed(tmp_path, emulator, "pulumi.log.error('no good')\naws.cloudwatch.LogGroup('logs')")
    assert text == "the program logged an error: no good"


def test_an_error_that_is_logged_before_the_program_stops_is_shown_too(tmp_path: Path, emulator: Emulator) -> None:
    text = failed(tmp_path, emulator, "import sys\npulumi.log.error('no good')\nsys.exit(1)")
    assert re.search(r"(?s)no good.*sys\.exit\(1\)", text)


def test_a_function_s_exception_shows_its_own_lines_only(deployed: Deployed) -> None:
    def program() -> None:
        raise KeyError("wrong")

    with pytest.raises(ProgramError, match="KeyError: 'wrong'") as raised:
        deployed(program)
    assert str(raised.value).count("test_program_errors.py") == 1
    assert "deploy.py" not in str(raised.value)


def test_a_function_s_logged_error_fails_it(deployed: Deployed) -> None:
    with pytest.raises(ProgramError, match="no good"):
        deployed(lambda: pulumi.log.error("no good"))


def test_a_folder_has_its_own_project_and_configuration(tmp_path: Path, emulator: Emulator) -> None:
    with pytest.raises(ValueError, match="project, config: a folder has both in its files"):
        deploy(write_program(tmp_path, ""), project="own", emulator=emulator)
