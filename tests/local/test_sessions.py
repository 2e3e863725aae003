"""Sessions and clients of the emulated AWS, on a machine that is set up for the real one."""

import json
from pathlib import Path

import pytest

from local import Emulator, deploy

from .programs import function_of

NOBODY = "http://127.0.0.1:9"
SETTINGS = {
    "AWS_ENDPOINT_URL_LAMBDA": NOBODY,
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true",
    "AWS_PROFILE": "nope",
    "AWS_USE_FIPS_ENDPOINT": "true",
    "HTTP_PROXY": NOBODY,
    "NO_PROXY": "",
    "http_proxy": NOBODY,
    "no_proxy": "",
}


@pytest.fixture(autouse=True)
def _another_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "config").write_text("[default]\nregion = eu-west-1\nuse_dualstack_endpoint = true\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))


def test_a_client_needs_nothing_of_the_user_s_settings(emulator: Emulator) -> None:
    assert emulator.client("lambda").list_functions()["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_a_session_s_clients_and_resources_are_the_emulated_aws_s(emulator: Emulator) -> None:
    session = emulator.session()
    assert session.client("sts").get_caller_identity()["Account"] == "000000000000"
    assert isinstance(list(session.resource("dynamodb").tables.all()), list)
    assert session.region_name == emulator.region
    assert emulator.session("eu-west-1").client("lambda").meta.region_name == "eu-west-1"


ASKING = "import boto3\ndef handler(event, context):\n    return boto3.client('sts').get_caller_identity()['Account']"


def test_a_function_sees_none_of_the_user_s_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws" / "config").write_text("[broken")
    monkeypatch.setenv("HOME", str(tmp_path))
    with Emulator.start() as emulator:
        outputs = deploy(function_of(ASKING, timeout=30), emulator=emulator).outputs
        reply = emulator.client("lambda").invoke(FunctionName=outputs["function"])
        assert json.load(reply["Payload"]) == "000000000000"  # the body arrives only while the emulator runs
