"""Pulumi.yaml and Pulumi.<stack>.yaml, read as the Pulumi CLI reads them."""

from pathlib import Path

import pytest

from local.deployment.stack import region_of, title_of
from sequence_service.project import ProjectError, read_project
from tests.local.programs import write_program


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
        "tiny:replaced": '{"b":2}',
        "tiny:short": "5",
        "aws:region": "eu-west-1",
        "other:key": "x",
    }


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("true", "true"), ("TRUE", "true"), ("yes", "yes"), ("y", "y"), ("=", "="), ("''", ""), ("null", ""), ("~", ""),
        ("5", "5"), ("+5", "5"), ("1_000", "1000"), ("0x1F", "31"), ("-0b11", "-3"), ("010", "8"), ("0o10", "8"),
        ("08", "8"), ("1.0", "1"), ("1.5", "1.5"), (".5", "0.5"), ("1e3", "1000"), ("12345678.5", "12345678.5"),
        ("1e21", "1e+21"), ("1e400", "1e400"), ("99999999999999999999", "100000000000000000000"), ("'1e3'", "1e3"),
        ("12:30", "12:30"), ("1:30.5", "1:30.5"), ("0x", "0x"), ("1.2.3", "1.2.3"), ("2024-01", "2024-01"),
        ("[1, a]", '[1,"a"]'), ("{b: 1e3, a: null}", '{"a":null,"b":1000}'), ("{5: é}", '{"5":"é"}'),
    ],
)  # fmt: skip
def test_values_have_the_text_that_the_cli_gives_them(tmp_path: Path, value: str, text: str) -> None:
    folder = write_program(tmp_path, "", stack=f"config: {{key: {value}}}")
    assert read_project(folder, "dev").config == {"tiny:key": text}


@pytest.mark.parametrize(
    ("settings", "stack", "named"),
    [
        ("config: {n: {type: integer}}", "", r"Pulumi\.dev\.yaml: tiny:n is missing"),
        ("config: {n: {type: integer}}", "config: {n: true}", r"dev\.yaml: tiny:n must be of type integer, not True"),
        ("config: {n: {type: boolean, default: 3}}", "", r"Pulumi\.yaml: tiny:n must be of type boolean, not 3"),
        ("config: {n: {type: number}}", "config: {n: 3}", "type 'number' is unknown; use one of"),
        ("", "config: {key: {secure: v1:x}}", r"tiny:key is encrypted, and only the Pulumi CLI can"),
        ("", "config: {key: {deep: [{secure: v1:x}]}}", "tiny:key is encrypted"),
        ("", "environment: [shared]", "environment needs Pulumi's service"),
        ("", "config: [a]", "config must be an object"),
        ("", "- a", "must be an object"),
        ("", "a: [", "cannot be read as YAML"),
        ("", "config:\n  n: 1\n  n: 2", r"(?s)dev\.yaml.*n is there twice.*line 3"),
        ("", "config: {x: {deep: 1, deep: 1}}", "deep is there twice"),
        ("", "config: {d: 2024-01-01}", "2024-01-01 is a date.*quotes"),
        ("", "config: {d: .inf}", r"\.inf is not a number"),
        ("", "config: {d: !!set {a}}", "cannot be read as YAML"),
        ("", "config: {5: 6}", r"dev\.yaml: the key 5 is not text; put it in quotes"),
        ("", "null: 6", r"dev\.yaml: the key null is not text"),
        ("config: {o: {type: object}}", "config: {o: null}", "o must be of type object, .* .null counts as empty text"),
        ("main: elsewhere", "", "there is no program at .*elsewhere"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_file_and_key(tmp_path: Path, settings: str, stack: str, named: str) -> None:
    folder = write_program(tmp_path, "", settings=settings, stack=stack)
    with pytest.raises(ProjectError, match=named):
        read_project(folder, "dev")


@pytest.mark.parametrize("content", ["", "\n", "# nothing yet\n", "---\n", "config:\n", "null\n", None])
def test_an_empty_or_missing_stack_file_leaves_the_project_s_defaults(tmp_path: Path, content: str | None) -> None:
    folder = write_program(tmp_path, "", settings="config: {size: {type: integer, default: 3}}", stack=content or "")
    if content is None:
        (folder / "Pulumi.dev.yaml").unlink()
    assert read_project(folder, "dev").config == {"tiny:size": "3"}
    assert region_of(folder, "dev") == "us-east-1"
    assert title_of(folder, "dev") == "Deploying stack dev" + (
        ", which has no Pulumi.dev.yaml" if content is None else ""
    )


def test_a_missing_stack_file_is_named_where_a_value_is_needed(tmp_path: Path) -> None:
    folder = write_program(tmp_path, "", settings="config: {size: {type: integer}}")
    with pytest.raises(ProjectError, match=r"Pulumi\.nope\.yaml: tiny:size is missing"):
        read_project(folder, "nope")


@pytest.mark.parametrize("stack", ["a" * 300, "../dev", ""])
def test_what_cannot_be_a_stack_s_name_is_told(tmp_path: Path, stack: str) -> None:
    with pytest.raises(ProjectError, match="cannot be a stack's name"):
        read_project(write_program(tmp_path, ""), stack)


def test_an_object_may_take_over_another_s_keys(tmp_path: Path) -> None:
    stack = "config:\n  a: &a {x: 1, y: 1}\n  b: &b {<<: *a, x: 2}\n  c: {<<: *b, y: 3}"
    config = read_project(write_program(tmp_path, "", stack=stack), "dev").config
    assert config == {"tiny:a": '{"x":1,"y":1}', "tiny:b": '{"x":2,"y":1}', "tiny:c": '{"x":2,"y":3}'}


def test_a_folder_without_a_project_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"not a Pulumi program.*Pulumi\.yaml"):
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
