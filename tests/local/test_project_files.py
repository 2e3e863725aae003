"""Pulumi.yaml and Pulumi.<stack>.yaml, read as the Pulumi CLI reads them."""

from pathlib import Path

import pytest

from local import ProjectError
from local.project import read_project

from .programs import write_program


def test_a_stack_s_values_replace_the_project_s_defaults(tmp_path: Path) -> None:
    settings = """
        config:
          kept: {type: string, default: project}
          replaced: {type: object, default: {a: 1}}
          short: 5
          aws:region: {value: eu-west-1}
    """
    folder = write_program(tmp_path, "", settings=settings, stack="config:\n  replaced: {b: 2}\n  other:key: x")
    assert read_project(folder, "dev").config == {
        "tiny:kept": "project",
        "tiny:replaced": '{"b": 2}',
        "tiny:short": "5",
        "aws:region": "eu-west-1",
        "other:key": "x",
    }


@pytest.mark.parametrize(
    ("value", "text"),
    [("true", "true"), ("yes", "yes"), ("2024-01-01", "2024-01-01"), ("5", "5"), ("[1, a]", '[1, "a"]'), ("''", "")],
)
def test_values_have_the_text_that_the_cli_gives_them(tmp_path: Path, value: str, text: str) -> None:
    folder = write_program(tmp_path, "", stack=f"config: {{key: {value}}}")
    assert read_project(folder, "dev").config == {"tiny:key": text}


@pytest.mark.parametrize(
    ("settings", "stack", "named"),
    [
        ("config: {n: {type: integer}}", "", r"Pulumi\.dev\.yaml: tiny:n is missing"),
        ("config: {n: {type: integer}}", "config: {n: true}", r"dev\.yaml: tiny:n must be of type integer, not True"),
        ("config: {n: {type: boolean, default: 3}}", "", r"Pulumi\.yaml: tiny:n must be of type boolean, not 3"),
        ("config: {n: {type: number}}", "config: {n: 3}", "type 'number' is none of"),
        ("", "config: {key: {secure: v1:x}}", r"tiny:key is encrypted.*plain value"),
        ("", "config: {key: {deep: [{secure: v1:x}]}}", "tiny:key is encrypted"),
        ("", "environment: [shared]", "environment is kept by Pulumi's service"),
        ("", "config: [a]", "config must hold an object"),
        ("", "- a", "must hold an object"),
        ("", "a: [", "is no YAML"),
        ("main: elsewhere", "", "there is no program at .*elsewhere"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_file_and_key(tmp_path: Path, settings: str, stack: str, named: str) -> None:
    folder = write_program(tmp_path, "", settings=settings, stack=stack)
    with pytest.raises(ProjectError, match=named):
        read_project(folder, "dev")


def test_an_unknown_stack_is_told_with_those_that_there_are(tmp_path: Path) -> None:
    folder = write_program(tmp_path, "")
    with pytest.raises(ProjectError, match=r"no stack 'nope'.*there are: dev"):
        read_project(folder, "nope")


def test_a_folder_without_a_project_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"no Pulumi program.*Pulumi\.yaml"):
        read_project(tmp_path, "dev")


def test_a_program_in_another_language_is_told(tmp_path: Path) -> None:
    folder = write_program(tmp_path, "")
    (folder / "Pulumi.yaml").write_text("name: tiny\nruntime: {name: nodejs}")
    with pytest.raises(ProjectError, match="nodejs"):
        read_project(folder, "dev")


def test_the_program_may_be_in_a_folder_of_its_own(tmp_path: Path) -> None:
    folder = write_program(tmp_path, "", settings="main: src")
    (folder / "src").mkdir()
    (folder / "__main__.py").rename(folder / "src" / "__main__.py")
    assert read_project(folder, "dev").main == folder / "src" / "__main__.py"
