"""Function URLs behind the guard: they answer as on AWS, and open nothing else."""

import json
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from local import Emulator, deploy

from .attacker import Answer, ask, unchecked
from .programs import function_of

ECHO = """
def handler(event, context):
    return {"path": event["rawPath"], "body": event.get("body"), "host": event["headers"]["host"]}
"""
TEXT = {"Content_Type": "application/json"}


@pytest.fixture(scope="module")
def url_ids(emulator: Emulator) -> dict[str, str]:
    """The id of a function URL for each kind of authorization."""
    ids = {}
    for kind in ("NONE", "AWS_IAM"):
        function = deploy(function_of(ECHO), project=f"url-{kind.lower()}", emulator=emulator).outputs["function"]
        made = emulator.client("lambda").create_function_url_config(FunctionName=function, AuthType=kind)
        ids[kind] = str(urlsplit(made["FunctionUrl"]).hostname).partition(".")[0]
    return ids


def by_path(emulator: Emulator, url_id: str, path: str = "/a/b", **headers: str) -> Answer:
    return ask(emulator, "POST", f"/_aws/lambda-url/{url_id}{path}", '{"n": 1}', **TEXT, **headers)


def by_host(emulator: Emulator, url_id: str, path: str = "/a/b", **headers: str) -> Answer:
    host = f"{url_id}.lambda-url.{emulator.region}.localhost:{emulator.port}"
    return ask(emulator, "POST", path, '{"n": 1}', **TEXT, **{"Host": host, **headers})


@pytest.mark.parametrize("call", [by_path, by_host])
def test_a_public_url_answers_everyone_but_web_pages(
    emulator: Emulator, url_ids: dict[str, str], call: Callable[..., Answer]
) -> None:
    url_id = url_ids["NONE"]
    answer = call(emulator, url_id)
    assert answer.status == 200
    name = f"{url_id}.lambda-url.{emulator.region}.on.aws"
    assert json.loads(answer.body) == {"path": "/a/b", "body": '{"n": 1}', "host": name}
    assert call(emulator, url_id, "/%C3%A9%20x?y=1").status == 200
    assert call(emulator, url_id, Authorization="Bearer of-the-function-s-own").status == 200
    assert call(emulator, url_id, Origin="http://evil.example").status == 403
    assert call(emulator, url_id, Host="evil.example").status == 403


@pytest.mark.parametrize("call", [by_path, by_host])
def test_a_closed_url_answers_signed_requests_only(
    emulator: Emulator, url_ids: dict[str, str], call: Callable[..., Answer]
) -> None:
    url_id = url_ids["AWS_IAM"]
    assert call(emulator, url_id).status == 403
    for key in ("test", "000000000000", ""):
        assert call(emulator, url_id, Authorization=unchecked(key, "lambda")).status == 403
        query = f"?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={key}/20260101/us-east-1/lambda/aws4_request"
        assert call(emulator, url_id, f"/a{query}&X-Amz-Signature=x&X-Amz-SignedHeaders=host").status == 403
    assert call(emulator, url_id, "/a?X-Amz-Signature=x").status == 403
    assert call(emulator, url_id, Authorization=unchecked(emulator.root_key, "lambda")).status == 200


def test_a_user_with_the_right_can_call_a_closed_url(emulator: Emulator, url_ids: dict[str, str]) -> None:
    url_id, users = url_ids["AWS_IAM"], emulator.client("iam")
    users.create_user(UserName="caller")
    pair = users.create_access_key(UserName="caller")["AccessKey"]
    url = f"{emulator.endpoint}/_aws/lambda-url/{url_id}/a"

    def signed() -> Answer:
        request = AWSRequest("POST", url, data='{"n": 1}', headers={"Content-Type": "application/json"})
        credentials = Credentials(pair["AccessKeyId"], pair["SecretAccessKey"])
        SigV4Auth(credentials, "lambda", emulator.region).add_auth(request)
        sent = {name.replace("-", "_"): value for name, value in request.headers.items()}
        return ask(emulator, "POST", f"/_aws/lambda-url/{url_id}/a", '{"n": 1}', **sent)

    assert signed().status == 403
    allow = {"Effect": "Allow", "Action": "lambda:InvokeFunctionUrl", "Resource": "*"}
    users.put_user_policy(UserName="caller", PolicyName="p", PolicyDocument=json.dumps({"Statement": [allow]}))
    assert signed().status == 200


@pytest.mark.parametrize(
    "path",
    ["/_ministack/reset", "/_ministack/config", "/oauth2/token", "/v2/_catalog", "/_aws/execute-api/abcdef01/dev/x"],
)
def test_the_host_name_reaches_only_the_function(emulator: Emulator, url_ids: dict[str, str], path: str) -> None:
    assert json.loads(by_host(emulator, url_ids["NONE"], path).body)["path"] == path


def test_an_unknown_function_url_is_not_found(emulator: Emulator) -> None:
    assert by_host(emulator, "a" * 32, "/_ministack/reset").status == 404
    assert by_path(emulator, "a" * 32).status == 404
