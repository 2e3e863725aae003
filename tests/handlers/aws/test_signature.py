"""The signature: equal to botocore's, and to AWS's published test suite for Signature Version 4."""

import random
import re
import string
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import botocore.auth
import pytest
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from handlers.aws.signature import authorization

REQUESTS = 10_000
PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))
HEADER_VALUE = PRINTABLE + "    \t\t"
PATH = string.ascii_letters + string.digits + "._~-"
ANY = "".join(map(chr, [*range(0x20), *range(0x7F, 0x250), 0x2028, 0xFFFD, 0x10000, 0x1F600, 0x10FFFF])) + PRINTABLE


class Case(NamedTuple):
    """The arguments of `authorization`."""

    access_key: str
    secret_key: str
    region: str
    service: str
    path: str
    headers: dict[str, str]
    body: bytes


def by_botocore(case: Case) -> str:
    """Sign with botocore. It reads its own clock, and adds the host itself."""
    given = {name: value for name, value in case.headers.items() if name not in ("host", "x-amz-date")}
    token = given.pop("x-amz-security-token", None)
    request = AWSRequest("POST", f"https://{case.headers['host']}{case.path}", given, case.body)
    signer: Any = botocore.auth.SigV4Auth
    signer(Credentials(case.access_key, case.secret_key, token), case.service, case.region).add_auth(request)
    signed: str = request.headers["Authorization"]
    return signed


def any_case(pick: random.Random, moment: datetime) -> Case:
    def text(alphabet: str, most: int, least: int = 1) -> str:
        return "".join(pick.choices(alphabet, k=pick.randint(least, most)))

    service = pick.choice(["dynamodb", "ssm"])
    region = pick.choice(["us-east-1", "eu-west-1", "cn-north-1", "us-gov-west-1", text(string.ascii_lowercase, 20)])
    headers = {
        "content-type": f"application/x-amz-json-1.{pick.choice('01')}",
        "host": f"{service}.{region}.amazonaws.com" + pick.choice(["", ":8000"]),
        "x-amz-date": moment.strftime("%Y%m%dT%H%M%SZ"),
        "x-amz-target": f"{text(PATH, 20)}.{text(PATH, 20)}",
    }
    if pick.random() < 0.7:
        headers["x-amz-security-token"] = text(PRINTABLE, 900)
    for _ in range(pick.randint(0, 3)):
        headers[f"x-{text(string.ascii_lowercase + string.digits, 12)}"] = text(HEADER_VALUE, 40, least=0)
    path = "/" + "/".join(re.sub(r"^\.+$", "a", text(PATH, 9)) for _ in range(pick.randint(0, 3)))
    body = text(ANY, 300, least=0).encode()
    return Case(text(PRINTABLE, 40), text(ANY, 60), region, service, path, headers, body)


def test_the_signature_matches_botocores_on_random_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    pick = random.Random(12)  # noqa: S311 - a test's examples
    moment = datetime(2026, 1, 1)
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda: moment)
    for _ in range(REQUESTS):
        moment += timedelta(seconds=pick.choice([0, 1, 3_600, 86_400 * 30]))
        case = any_case(pick, moment)
        assert authorization(*case) == by_botocore(case), case


SESSION = (
    "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuw"
    "thAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHN"
    "VXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxB"
    "A=="
)
FORM = {
    "content-length": "13",
    "content-type": "application/x-www-form-urlencoded",
    "x-amz-content-sha256": "9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e",
}
# The suite's cases with method POST and no query: name, headers, body and signature.
# Source: tests/aws-signing-test-suite/v4 of AWS's aws-c-auth.
PUBLISHED: list[tuple[str, dict[str, str], bytes, str]] = [
    ("post-vanilla", {}, b"", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
    (
        "post-header-key-sort",
        {"my-header1": "value1"},
        b"",
        "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c",
    ),
    (
        "post-header-value-case",
        {"my-header1": "VALUE1"},
        b"",
        "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d",
    ),
    (
        "post-sts-header-before",
        {"x-amz-security-token": SESSION},
        b"",
        "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead",
    ),
    (
        "post-x-www-form-urlencoded",
        FORM,
        b"Param1=value1",
        "d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b",
    ),
    (
        "post-x-www-form-urlencoded-parameters",
        {**FORM, "content-type": "application/x-www-form-urlencoded; charset=utf-8"},
        b"Param1=value1",
        "328d1b9eaadca9f5818ef05e8392801e091653bafec24fcab71e7344e7f51422",
    ),
]


@pytest.mark.parametrize(("name", "headers", "body", "signature"), PUBLISHED, ids=[case[0] for case in PUBLISHED])
def test_the_signature_matches_awss_published_cases(
    name: str, headers: dict[str, str], body: bytes, signature: str
) -> None:
    signed = authorization(
        "AKIDEXAMPLE",
        "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        "us-east-1",
        "service",
        "/",
        {"host": "example.amazonaws.com", "x-amz-date": "20150830T123600Z", **headers},
        body,
    )
    assert signed.rpartition("Signature=")[2] == signature, name
