"""The endpoint: the same as botocore's, for every region and every documented variable."""

from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.session import Session

from handlers.aws.endpoint import Endpoint, find_endpoint, find_region
from handlers.errors import ConfigurationError

ALL_SERVICES = "AWS_ENDPOINT_URL"
DYNAMODB = "AWS_ENDPOINT_URL_DYNAMODB"
FIPS = "AWS_USE_FIPS_ENDPOINT"
SUFFIX = "SEQUENCE_DNS_SUFFIX"

ENVIRONMENTS: list[dict[str, str]] = [
    {ALL_SERVICES: "http://localhost:3"},
    {DYNAMODB: "http://localhost:4"},
    {DYNAMODB: "http://localhost:4/path"},
    {DYNAMODB: "http://localhost:4/a/path/"},
    {DYNAMODB: "http://[::1]:4"},
    {DYNAMODB: "https://example.com"},
    {DYNAMODB: "http://example.com:80"},
    {ALL_SERVICES: "http://localhost:3", DYNAMODB: "http://localhost:4"},
    {ALL_SERVICES: "", DYNAMODB: ""},
    {FIPS: "true"},
    {FIPS: "True"},
    {FIPS: "false"},
    {FIPS: ""},
    {ALL_SERVICES: "http://localhost:3", FIPS: ""},
]


class StopError(Exception):
    """Raised instead of sending a request."""


def client_url(session: Session, service: str, region: str) -> str:
    """The URL that botocore's client requests. (For FIPS in GovCloud, `meta.endpoint_url` differs from it.)"""
    sent: list[str] = []

    def before_send(request: Any, **_: object) -> AWSResponse:
        sent.append(request.url)
        raise StopError

    client: Any = session.create_client(service, region)
    client.meta.events.register("before-send", before_send)
    with pytest.raises(StopError):
        client.list_tables() if service == "dynamodb" else client.describe_parameters()
    return sent[0]


def url(endpoint: Endpoint) -> str:
    return f"{endpoint.scheme}://{endpoint.authority}{endpoint.path}"


@pytest.mark.parametrize("fips", ["true", "false"])
@pytest.mark.parametrize("service", ["dynamodb", "ssm"])
def test_the_endpoint_matches_botocores_in_every_region(
    service: str, monkeypatch: pytest.MonkeyPatch, fips: str
) -> None:
    monkeypatch.setenv(FIPS, fips)
    session = Session()
    suffixes = {
        partition["id"]: partition["outputs"]["dnsSuffix"] for partition in session.get_data("partitions")["partitions"]
    }
    found = [
        (suffixes[partition], region)
        for partition in session.get_available_partitions()
        for region in session.get_available_regions(service, partition)
    ]
    assert len(found) > 30
    assert len({suffix for suffix, _ in found}) > 3
    for suffix, region in found:
        ours = find_endpoint(service, region, {FIPS: fips, SUFFIX: suffix})
        assert url(ours) == client_url(session, service, region)


@pytest.mark.parametrize("region", ["us-east-1", "us-gov-west-1", "xx-somewhere-1"])
@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=lambda names: " ".join(names.values()))
def test_a_configured_endpoint_matches_botocores(
    region: str, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    theirs = client_url(Session(), "dynamodb", region)
    assert url(find_endpoint("dynamodb", region, environment)) == theirs.replace("example.com:80/", "example.com/")


def test_a_configured_endpoint_wins_over_fips() -> None:
    environment = {DYNAMODB: "http://localhost:4", FIPS: "true"}
    assert url(find_endpoint("dynamodb", "us-east-1", environment)) == "http://localhost:4/"


def test_the_other_services_endpoint_is_not_used() -> None:
    environment = {"AWS_ENDPOINT_URL_SSM": "http://localhost:4"}
    assert url(find_endpoint("dynamodb", "us-east-1", environment)) == "https://dynamodb.us-east-1.amazonaws.com/"


@pytest.mark.parametrize(
    ("environment", "region"),
    [
        ({"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-2"}, "eu-west-1"),
        ({"AWS_REGION": "", "AWS_DEFAULT_REGION": "eu-west-2"}, "eu-west-2"),
    ],
)
def test_aws_region_wins_over_aws_default_region(environment: dict[str, str], region: str) -> None:
    assert find_region(environment) == region


@pytest.mark.parametrize("environment", [{}, {"AWS_REGION": "", "AWS_DEFAULT_REGION": ""}])
def test_a_missing_region_is_refused(environment: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError, match=r"^AWS_REGION: it is not set; set it like eu-west-1"):
        find_region(environment)


@pytest.mark.parametrize(
    ("url", "port"), [("http://localhost", 80), ("https://localhost", 443), ("https://localhost:65535", 65535)]
)
def test_a_url_without_a_port_has_its_scheme_s(url: str, port: int) -> None:
    assert Endpoint.parse(url, DYNAMODB).port == port


@pytest.mark.parametrize("region", ["us east 1", "us-east-1/x", "us-east-1.example.com#", "us-east-1\n", "x" * 64])
def test_an_invalid_region_is_refused(region: str) -> None:
    with pytest.raises(ConfigurationError, match=r"AWS_REGION: .* is not a region; set it like eu-west-1"):
        find_region({"AWS_REGION": region})


@pytest.mark.parametrize(
    "value",
    [
        "localhost:8000",
        "localhost",
        "http://",
        "http://a b",
        "ftp://localhost",
        "http://localhost:99999",
        "http://localhost:0",
        "http://localhost:65536",
        "http://[::1:]:1",
        "http://a..b:1",
        "http://[:::::]:1",
        f"http://{'a' * 64}.example",
        f"http://{'a.' * 150}b",
        "http://user:password@localhost",
        "http://localhost/\r\nX-Evil: 1",
        "http://localhost/?query",
        "http://localhost/a/../b",
        "http://localhost//a",
        "http://localhost/%41",
        "http://exämple.com",
    ],
)
def test_an_invalid_endpoint_url_is_refused(value: str) -> None:
    with pytest.raises(ConfigurationError, match=r"^AWS_ENDPOINT_URL_DYNAMODB: "):
        find_endpoint("dynamodb", "us-east-1", {DYNAMODB: value})


@pytest.mark.parametrize("value", ["1", "yes", "TRUE "])
def test_an_invalid_fips_setting_is_refused(value: str) -> None:
    with pytest.raises(ConfigurationError, match=r"AWS_USE_FIPS_ENDPOINT: .* is neither true nor false"):
        find_endpoint("dynamodb", "us-east-1", {FIPS: value})


def test_an_invalid_dns_suffix_is_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"^SEQUENCE_DNS_SUFFIX: "):
        find_endpoint("dynamodb", "us-east-1", {SUFFIX: "amazonaws.com/ "})
