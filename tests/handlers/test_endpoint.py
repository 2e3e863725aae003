"""Where AWS is called: where botocore's own client would call it."""

from pathlib import Path
from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import BotoCoreError
from botocore.session import Session

from handlers.endpoint import endpoint

from .wire import answer

CONFIG = """
[default]
endpoint_url = http://localhost:1
[profile plain]
output = json
[profile fips]
use_fips_endpoint = true
[profile services]
services = local
[services local]
dynamodb =
  endpoint_url = http://localhost:2
"""
EVERYWHERE = "AWS_ENDPOINT_URL"
DYNAMODB = "AWS_ENDPOINT_URL_DYNAMODB"
IGNORED = "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"
FIPS = "AWS_USE_FIPS_ENDPOINT"
DUALSTACK = "AWS_USE_DUALSTACK_ENDPOINT"

ENVIRONMENTS: list[dict[str, str]] = [
    {EVERYWHERE: "http://localhost:3"},
    {DYNAMODB: "http://localhost:4"},
    {DYNAMODB: "http://localhost:4/path"},
    {DYNAMODB: "http://[::1]:4"},
    {EVERYWHERE: "http://localhost:3", DYNAMODB: "http://localhost:4"},
    {EVERYWHERE: "", DYNAMODB: ""},
    {EVERYWHERE: "http://localhost:3", IGNORED: "true"},
    {FIPS: "true"},
    {FIPS: "false"},
    {DUALSTACK: "true"},
    {FIPS: "true", DUALSTACK: "true"},
    {"AWS_CONFIG_FILE": "config"},
    {"AWS_CONFIG_FILE": "config", DYNAMODB: "http://localhost:4"},
    {"AWS_CONFIG_FILE": "config", IGNORED: "true"},
    *({"AWS_CONFIG_FILE": "config", "AWS_PROFILE": profile} for profile in ("plain", "fips", "services")),
]


@pytest.fixture(autouse=True)
def nothing_configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No endpoint and no file, save one that a test may name."""
    (tmp_path / "config").write_text(CONFIG)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AWS_CONFIG_FILE", "none")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "none")
    for name in (EVERYWHERE, DYNAMODB, IGNORED, FIPS, DUALSTACK, "AWS_ACCOUNT_ID"):
        monkeypatch.delenv(name, raising=False)


def regions(session: Session, service: str) -> list[str]:
    """Every region of every partition that botocore knows."""
    partitions = session.get_available_partitions()
    return [region for partition in partitions for region in session.get_available_regions(service, partition)]


def clients(session: Session, service: str, region: str) -> str:
    """The URL that a client sends its requests to. (Its `meta.endpoint_url` is another for FIPS in GovCloud.)"""
    sent: list[str] = []

    def before_send(request: AWSPreparedRequest, **_: object) -> AWSResponse:
        sent.append(request.url)
        return answer(request, 200, "{}")

    client: Any = session.create_client(service, region)
    client.meta.events.register("before-send", before_send)
    client.list_tables() if service == "dynamodb" else client.describe_parameters()
    return sent[0]


@pytest.mark.parametrize("service", ["dynamodb", "ssm"])
def test_in_every_region_it_is_the_clients_and_none_is_made(service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session()
    found = regions(session, service)
    assert len(found) > 30
    theirs = {region: clients(session, service, region) for region in found}
    monkeypatch.delattr(Session, "create_client")
    assert {region: endpoint(Session(), service, region) for region in found} == theirs


@pytest.mark.parametrize("region", ["us-east-1", "us-gov-west-1", "xx-somewhere-1"])
@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=lambda names: " ".join(names.values()))
def test_whatever_is_configured_it_is_the_clients(
    region: str, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert endpoint(Session(), "dynamodb", region) == clients(Session(), "dynamodb", region)


@pytest.mark.parametrize("region", ["us east 1", "us-east-1/x", "us-east-1.example.com#"])
def test_a_region_that_is_none_is_refused(region: str) -> None:
    with pytest.raises(BotoCoreError):
        endpoint(Session(), "dynamodb", region)


@pytest.mark.parametrize("url", ["localhost:8000", "localhost", "http://", "http://a b"])
def test_a_url_that_is_none_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DYNAMODB, url)
    with pytest.raises(ValueError, match="is no endpoint's URL"):
        endpoint(Session(), "dynamodb", "us-east-1")
