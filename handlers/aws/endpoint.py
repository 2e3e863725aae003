"""Where a service is called: configured, or made of the region and the partition's DNS suffix."""

import re
from collections.abc import Mapping
from socket import AF_INET6, inet_pton
from typing import NamedTuple

from ..errors import ConfigurationError

_HOST = r"(?=.{1,253}(?:[:/]|$))[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})*\.?"
_URL = re.compile(rf"(https?)://({_HOST}|\[[0-9A-Fa-f:.]+\])(?::([0-9]{{1,5}}))?(/[!-~]*)?")
_PORTS = {"http": 80, "https": 443}
_REGION = re.compile(r"[a-z0-9-]{1,63}")
# What a signature need not escape or normalize: no empty segment, no `.` and no `..`.
_PLAIN_PATH = re.compile(r"(/(?!\.\.?(/|$))[A-Za-z0-9._~-]+)*/?")


class Endpoint(NamedTuple):
    """A URL in its parts; an IPv6 `host` has its brackets."""

    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def parse(cls, url: str, variable: str) -> "Endpoint":
        """Read the URL in an environment variable."""
        match = _URL.fullmatch(url)
        if not match or not 0 < int(match[3] or 1) < 65536 or not _is_address(match[2]):
            raise ConfigurationError(
                f"{variable}: {url!a:.100} is not a URL; set it like https://dynamodb.eu-west-1.amazonaws.com"
            )
        return cls(match[1], match[2], int(match[3] or _PORTS[match[1]]), match[4] or "/")

    @property
    def authority(self) -> str:
        """The value of the header `Host`: with the port, unless it is the scheme's default."""
        return self.host if self.port == _PORTS[self.scheme] else f"{self.host}:{self.port}"


def _is_address(host: str) -> bool:
    """Whether a host in brackets is an IPv6 address. Others need no check."""
    try:
        return host[0] != "[" or bool(inet_pton(AF_INET6, host[1:-1]))
    except OSError:
        return False


def find_region(environment: Mapping[str, str]) -> str:
    """Read the region that requests are signed for."""
    region = environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION")
    if not region:
        raise ConfigurationError("AWS_REGION: it is not set; set it like eu-west-1")
    if not _REGION.fullmatch(region):
        raise ConfigurationError(f"AWS_REGION: {region!a:.80} is not a region; set it like eu-west-1")
    return region


def find_endpoint(service: str, region: str, environment: Mapping[str, str]) -> Endpoint:
    """Find where `service`, dynamodb or ssm, is called. A configured endpoint wins over FIPS."""
    for variable in (f"AWS_ENDPOINT_URL_{service.upper()}", "AWS_ENDPOINT_URL"):
        if url := environment.get(variable):
            endpoint = Endpoint.parse(url, variable)
            if not _PLAIN_PATH.fullmatch(endpoint.path):
                raise ConfigurationError(f"{variable}: {url!a:.100} has a path that cannot be signed; leave it out")
            return endpoint
    suffix = environment.get("SEQUENCE_DNS_SUFFIX") or "amazonaws.com"
    fips = environment.get("AWS_USE_FIPS_ENDPOINT") or "false"
    if fips.lower() not in ("true", "false"):
        raise ConfigurationError(f"AWS_USE_FIPS_ENDPOINT: {fips!a:.80} is neither true nor false; set it to one")
    # In GovCloud the plain endpoints are the FIPS endpoints.
    infix = "-fips" if fips.lower() == "true" and not region.startswith("us-gov-") else ""
    return Endpoint.parse(f"https://{service}{infix}.{region}.{suffix}/", "SEQUENCE_DNS_SUFFIX")
