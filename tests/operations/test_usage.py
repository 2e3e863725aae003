"""How the command finds the service, and how it ends if it is used wrongly."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from moto import mock_aws

from operations.cli.app import COMMANDS
from operations.guide import FINDING_THE_SERVICE

from .conftest import Sequences, write_outputs
from .tables import Table

REPOSITORY = Path(__file__).parents[2]
NO_TABLE = "sequences list: the table is not known; give --function-name and --table-name, or --outputs"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_the_options_that_find_the_service(command: str, sequences: Sequences) -> None:
    ended = sequences(command, "--help")
    assert ended.exit_code == 0
    for option in ("--function-name", "--table-name", "--outputs", "--endpoint-url", "--profile", "--region", "--json"):
        assert option in ended.stdout


@pytest.mark.parametrize(
    "arguments",
    [[], ["nonsense"], ["next"], ["next", "a", "--count", "0"], ["next", "a", "--count", "x"], ["list", "--colour"]],
)
def test_wrong_usage_ends_with_code_2(arguments: list[str], sequences: Sequences) -> None:
    assert sequences(*arguments).exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["advance", "a", "--to", "abc"], "abc is not an integer; for example: --to 500"),
        (["advance", "a", "--to", "9" * 5000], f"{'9' * 30}... is not an integer;"),
        (["advance", "--from-table", "t", "--margin", "-1"], "-1 is not an integer of at least 0; for example: --m"),
        (["restart", "a", "--with", "1.5"], "1.5 is not an integer; for example: --with 500"),
        (["next", "a", "--count", "0"], "0 is not an integer from 1 to 1000000; for example: --count 10"),
        (["next", "a", "--count", "1000001"], "1000001 is not an integer from 1 to 1000000;"),
    ],
)
def test_a_wrong_number_is_shown_with_what_is_right(
    arguments: list[str], problem: str, sequences: Sequences, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("typer.rich_utils.MAX_WIDTH", 200)
    ended = sequences(*arguments)
    assert ended.exit_code == 2
    assert problem in ended.stderr


def test_an_unknown_service_ends_with_one_line_that_says_how_to_name_it(sequences: Sequences) -> None:
    ended = sequences("list")
    assert (ended.exit_code, ended.stdout, ended.stderr.count("\n")) == (1, "", 1)
    assert ended.stderr.startswith(NO_TABLE)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("orders", "is not JSON"),
        ("[]", "is not a JSON object"),
        ('{"table_name": "t", "sequences": {"orders": {}}}', "does not hold complete definitions"),
        ('{"table_name": "t", "sequences": []}', "does not hold complete definitions"),
    ],
)
def test_wrong_outputs_end_with_one_line(text: str, problem: str, sequences: Sequences, tmp_path: Path) -> None:
    path = tmp_path / "outputs.json"
    path.write_text(text)
    ended = sequences("list", "--outputs", path)
    assert (ended.exit_code, ended.stderr.count("\n")) == (1, 1)
    assert problem in ended.stderr


def test_outputs_that_cannot_be_read_are_named_once(sequences: Sequences) -> None:
    assert sequences("list", "--outputs", "no.json").stderr == (
        "sequences list: --outputs: no.json does not exist; check the path\n"
    )
    Path("folder").mkdir()
    assert sequences("list", "--outputs", "folder").stderr == (
        "sequences list: --outputs: folder cannot be read: Is a directory; check the path\n"
    )
    Path("utf-16.json").write_text("{}", encoding="utf-16")
    assert sequences("list", "--outputs", "utf-16.json").stderr == (
        "sequences list: --outputs: utf-16.json is not UTF-8 text; save it as UTF-8\n"
    )


@pytest.mark.parametrize(
    ("outputs", "arguments", "missing"),
    [
        ({"region": "x"}, ["list"], "table_name"),
        ({"table_name": "t"}, ["next", "orders"], "function_name"),
        ({"table_name": "t"}, ["advance", "orders", "--to", "5"], "sequences"),
    ],
)
def test_outputs_without_something_end_with_the_export_that_is_missing(
    outputs: dict[str, Any], arguments: list[str], missing: str, sequences: Sequences, tmp_path: Path
) -> None:
    path = write_outputs(tmp_path, **outputs)
    ended = sequences(*arguments, "--outputs", path)
    assert (ended.exit_code, ended.stdout) == (1, "")
    assert ended.stderr == (
        f"sequences {arguments[0]}: --outputs: {path} has no {missing}; export all outputs of the service with "
        "`for name, value in service.outputs().items(): pulumi.export(name, value)` and deploy; "
        f"see {FINDING_THE_SERVICE}\n"
    )


FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:f"


@pytest.mark.parametrize(
    ("option", "value", "same"),
    [
        ("--function-name", "nope", False),
        ("--function-name", FUNCTION + "2", False),
        ("--function-name", "f", True),
        ("--function-name", FUNCTION, True),
        ("--function-name", f"{FUNCTION}:live", True),
        ("--function-name", "f:live", True),
        ("--table-name", "nope", False),
        ("--table-name", "t", True),
        ("--table-name", "arn:t", True),
    ],
)
def test_an_option_that_names_another_service_takes_nothing_from_the_outputs(
    option: str, value: str, same: bool, sequences: Sequences, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {"function_name": "f", "function_arn": f"{FUNCTION}:live", "table_name": "t", "table_arn": "arn:t"}
    path = write_outputs(tmp_path, {"orders": {}}, **names)
    monkeypatch.setenv("SEQUENCE_OUTPUTS", str(path))
    ended = sequences("advance", "orders", "--to", "0", option, value)  # refused, once the definition is known
    assert (ended.exit_code, ended.stderr.count("\n")) == (1, 1)
    expected = (
        "--to: 0 is outside the limits"
        if same
        else "the definitions are not known, and they say which way it counts: "
        f"{option} names another service than {path}, so nothing of that file is used; "
        f"leave out {option}, or give the --outputs of the service that you mean"
    )
    assert ended.stderr.startswith(f"sequences advance: {expected}")


def test_options_win_over_outputs_and_outputs_win_over_variables(
    sequences: Sequences, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each table has a sequence of its own name."""
    outputs = ["--outputs", write_outputs(tmp_path, table_name="of-the-outputs")]
    monkeypatch.setenv("SEQUENCE_TABLE_NAME", "of-the-variable")
    with mock_aws():
        for name in ("of-the-variable", "of-the-outputs", "of-the-option"):
            Table(name).store(name, 1)
        for arguments, table in (
            ([], "of-the-variable"),
            (outputs, "of-the-outputs"),
            ([*outputs, "--table-name", "of-the-option"], "of-the-option"),
        ):
            ended = sequences("show", table, "--json", *arguments)
            assert ended.exit_code == 0, ended.stderr


def test_a_variable_is_not_used_beside_an_option_because_it_may_name_another_service(
    sequences: Sequences, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEQUENCE_FUNCTION_NAME", "of-another-service")
    ended = sequences("check", "--table-name", "numbers")
    assert (ended.exit_code, ended.stderr.count("\n")) == (1, 1)
    assert ended.stderr.startswith("sequences check: the function is not known; give --function-name and --table-name,")
    monkeypatch.setenv("SEQUENCE_TABLE_NAME", "of-another-service")
    ended = sequences("list", "--function-name", "numbers")
    assert ended.stderr.startswith("sequences list: the table is not known;")


def fake_pulumi(folder: Path, script: str) -> None:
    """Put a Pulumi CLI into the folder."""
    path = folder / "pulumi"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.mark.parametrize(
    ("script", "error"),
    [
        ('echo \'{"region": "x"}\'', "sequences list: pulumi stack output has no table_name; export all outputs"),
        ("echo no stack selected >&2; exit 255", "sequences list: pulumi stack output failed: no stack selected; "),
        (None, "sequences list: Pulumi.yaml is here, but the Pulumi CLI is not installed; "),
    ],
)
def test_in_a_programs_folder_the_pulumi_cli_is_asked(
    script: str | None, error: str, sequences: Sequences, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    Path("Pulumi.yaml").write_text("name: numbers\nruntime: python\n")
    if script:
        fake_pulumi(tmp_path, script)
    ended = sequences("list")
    assert (ended.exit_code, ended.stderr.count("\n")) == (1, 1)
    assert ended.stderr.startswith(error)


def test_the_process_ends_with_the_exit_codes() -> None:
    def run(*arguments: str, **environment: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "operations", *arguments]
        ended = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True)
        return ended.returncode, ended.stderr

    assert run("--help") == (0, "")
    assert run("nonsense")[0] == 2
    assert run("next", "orders", "--function-name", "f", AWS_REGION="us-east-1", AWS_EC2_METADATA_DISABLED="true") == (
        1,
        "sequences next: no AWS credentials; sign in, or choose a profile with --profile\n",
    )
    code, error = run("next", "orders", "--function-name", "f")
    assert (code, error) == (1, "sequences next: no Region; give --region, or set AWS_REGION\n")


def test_a_shell_completes_commands_and_options() -> None:
    def completed(words: str, number: int) -> list[str]:
        variables = {"_SEQUENCES_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(number)}
        command = [sys.executable, "-m", "operations"]
        return subprocess.run(command, cwd=REPOSITORY, env=variables, capture_output=True, text=True).stdout.split()

    assert completed("sequences re", 1) == ["restart", "resume", "redrive"]
    assert completed("sequences advance --from-", 2) == ["--from-table", "--from-postgresql"]


def test_without_its_packages_it_names_the_extra() -> None:
    script = "import sys; sys.modules['typer'] = None; from operations.__main__ import main; main()"
    ended = subprocess.run([sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True)
    assert ended.returncode == 1
    assert ended.stderr == "sequences: typer is not installed; run pip install 'sequence-service[cli]'\n"
