"""The function's environment variables, and the errors for wrong ones."""

import importlib
import json
import os
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import boto3
import pytest

from handlers import next_value
from handlers.errors import ConfigurationError, InvalidRequestError, UnknownSequenceError

from .aws.scripted_server import Step, reply, scripted

ROOT = Path(__file__).parents[2]
VARIABLES = ("SEQUENCE_TABLE_NAME", "SEQUENCE_SSM", "SEQUENCE_DEFINITIONS_PATH", "SEQUENCE_TOKEN_SECONDS")
DEFINITION = {"increment": 1, "min_value": 1, "max_value": 9, "start": 1, "cycle": False, "cache": 1}


def create_table(name: str) -> None:
    boto3.client("dynamodb").create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "name", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "name", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )


def call(**event: object) -> Any:
    return next_value.handler({"name": "a", **event}, None)


def item(table: str, key: str) -> dict[str, Any] | None:
    found: dict[str, Any] = boto3.client("dynamodb").get_item(TableName=table, Key={"name": {"S": key}})
    return found.get("Item")


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, moto_url: str) -> None:
    """Two tables, a parameter with the name of one, and a correctly deployed function that has not been called."""
    urllib.request.urlopen(f"{moto_url}/moto-api/reset", data=b"").close()  # noqa: S310 - on loopback
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto_url)
    for name in ("one", "two"):
        create_table(name)
    boto3.client("ssm").put_parameter(Name="/table", Value="two", Type="String")
    path = tmp_path / "sequences.json"
    path.write_text(json.dumps({"a": DEFINITION}))
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("SEQUENCE_DEFINITIONS_PATH", str(path))
    monkeypatch.setenv("SEQUENCE_TABLE_NAME", "one")
    importlib.reload(next_value)


def test_the_table_name_comes_from_the_environment() -> None:
    assert call() == 1
    assert item("one", "a")


@pytest.mark.parametrize("named", [None, ""])
def test_without_a_table_name_the_parameter_store_gives_it(monkeypatch: pytest.MonkeyPatch, named: str | None) -> None:
    monkeypatch.delenv("SEQUENCE_TABLE_NAME")
    if named is not None:
        monkeypatch.setenv("SEQUENCE_TABLE_NAME", named)
    monkeypatch.setenv("SEQUENCE_SSM", "/table")
    assert call() == 1
    assert item("two", "a")


def test_the_table_name_wins_over_the_parameter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEQUENCE_SSM", "/table")
    call()
    assert item("one", "a")
    assert not item("two", "a")


def test_the_parameter_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SEQUENCE_TABLE_NAME")
    monkeypatch.setenv("SEQUENCE_SSM", "/table")
    call()
    boto3.client("ssm").put_parameter(Name="/table", Value="one", Type="String", Overwrite=True)
    assert call() == 2


def test_without_a_table_the_message_names_both_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEQUENCE_TABLE_NAME", "")
    monkeypatch.setenv("SEQUENCE_SSM", "")
    with pytest.raises(ConfigurationError, match="SEQUENCE_TABLE_NAME: not set; set it, or set SEQUENCE_SSM"):
        call()


def test_the_error_names_a_missing_parameter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SEQUENCE_TABLE_NAME")
    monkeypatch.setenv("SEQUENCE_SSM", "/nothing")
    with pytest.raises(ConfigurationError, match="/nothing") as caught:
        call()
    assert caught.value.__cause__


def test_the_error_names_a_missing_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEQUENCE_TABLE_NAME", "three")
    with pytest.raises(ConfigurationError, match="three"):
        call()


@pytest.mark.parametrize("body", [b"{}", b'{"Parameter": {}}', b'{"Parameter": 5}', b'{"Parameter": null}'])
def test_a_parameter_store_that_gives_no_value_is_a_configuration_error(
    monkeypatch: pytest.MonkeyPatch, body: bytes
) -> None:
    monkeypatch.delenv("SEQUENCE_TABLE_NAME")
    monkeypatch.setenv("SEQUENCE_SSM", "/table")
    told = "^parameter /table: the reply has no value; check AWS_ENDPOINT_URL_SSM$"
    with scripted(Step([reply(body)])) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_SSM", server.url)
        with pytest.raises(ConfigurationError, match=told):
            call()


NOT_DEFINITIONS = [b"[]", b"null", b"5", b'"x"', b"[" * 200_000, b'{"a": 5}', b'{"a": {"increment": 1}}']


@pytest.mark.parametrize("content", [None, b"", b"{", b"\xff\xfe\xfa", b"sequences", *NOT_DEFINITIONS])
def test_the_error_names_an_unreadable_definitions_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "other.json"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setenv("SEQUENCE_DEFINITIONS_PATH", str(path))
    with pytest.raises(ConfigurationError, match=r"other\.json: not the sequences' definitions") as caught:
        call()
    assert caught.value.__cause__


def test_a_folder_as_definitions_path_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SEQUENCE_DEFINITIONS_PATH", str(tmp_path))
    with pytest.raises(ConfigurationError, match=": not the sequences' definitions"):
        call()


@pytest.mark.parametrize(
    "text", ["0", "-1", "31536001", "1.5", "1e3", "day", " 60", "60 ", "+60", "٦٠", "9" * 5000, "6_0", "0000086400"]
)
def test_a_token_window_out_of_range_is_an_error(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("SEQUENCE_TOKEN_SECONDS", text)
    with pytest.raises(ConfigurationError, match=r"SEQUENCE_TOKEN_SECONDS: .* is not 1 to 31,536,000 seconds; set"):
        call()


@pytest.mark.parametrize(("text", "seconds"), [(None, 86400), ("", 86400), ("1", 1), ("31536000", 31_536_000)])
def test_a_token_expires_after_the_configured_window(
    monkeypatch: pytest.MonkeyPatch, text: str | None, seconds: int
) -> None:
    if text is not None:
        monkeypatch.setenv("SEQUENCE_TOKEN_SECONDS", text)
    monkeypatch.setattr("time.time", lambda: 1_000_000.5)
    importlib.reload(importlib.import_module("handlers.allocator"))
    importlib.reload(next_value)
    call(token="t")  # noqa: S106  a request's token, not a secret
    found = item("one", "#t")
    assert found
    assert found["expires_at"] == {"N": str(1_000_000 + seconds)}


def test_a_wrong_deployment_can_be_fixed_while_the_function_runs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "late.json"
    monkeypatch.setenv("SEQUENCE_DEFINITIONS_PATH", str(path))
    for _ in range(2):
        with pytest.raises(ConfigurationError):
            call()
    path.write_text(json.dumps({"a": DEFINITION}))
    assert call() == 1


def test_the_environment_is_read_only_at_the_first_call(monkeypatch: pytest.MonkeyPatch) -> None:
    assert call() == 1
    monkeypatch.setenv("SEQUENCE_TABLE_NAME", "two")
    assert call() == 2


def test_a_wrong_request_is_reported_before_a_wrong_deployment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SEQUENCE_TABLE_NAME")
    with pytest.raises(InvalidRequestError):
        call(count=0)


def test_a_wrong_deployment_is_reported_before_an_unknown_name(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnknownSequenceError):
        call(name="b")
    importlib.reload(next_value)
    monkeypatch.delenv("SEQUENCE_TABLE_NAME")
    with pytest.raises(ConfigurationError):
        call(name="b")


def test_a_missing_region_is_a_configuration_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    with pytest.raises(ConfigurationError, match="AWS_REGION: it is not set; set it like eu-west-1"):
        call()


DEPLOYED = """
from handlers.next_value import handler
print(handler({"name": "a"}, None), handler.__code__.co_filename)
"""


@pytest.mark.parametrize("path", [None, ""])
def test_without_a_path_the_definitions_are_beside_the_code(monkeypatch: pytest.MonkeyPatch, path: str | None) -> None:
    monkeypatch.delenv("SEQUENCE_DEFINITIONS_PATH")
    if path is not None:
        monkeypatch.setenv("SEQUENCE_DEFINITIONS_PATH", path)
    with pytest.raises(ConfigurationError, match=f"^{ROOT / 'sequences.json'}: not the sequences' definitions"):
        call()


def test_the_definitions_are_read_from_the_archives_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "archive"
    shutil.copytree(ROOT / "handlers", root / "handlers")
    (root / "sequences.json").write_text(json.dumps({"a": {**DEFINITION, "start": 7}}))
    monkeypatch.delenv("SEQUENCE_DEFINITIONS_PATH")
    ran = subprocess.run(
        [sys.executable, "-c", DEPLOYED],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ran.stdout.split() == ["7", str(root / "handlers/next_value.py")], ran.stderr
