"""The AppSync resolver of docs/calling.md: the emulator's AppSync runs it with Node.js.

Node.js allows more than AppSync does, so this does not show that AppSync accepts the code.
"""

import json
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest

from local import Deployment, Emulator

from ..conftest import skip_unless_ci
from .callers import missing
from .guide import snippet

MUTATION = "mutation Next($token: String!) { nextOrderNumber(token: $token) }"
Mutate = Callable[[str, str], Any]


@pytest.fixture(scope="module")
def mutate(emulator: Emulator, calling: Deployment) -> Mutate:
    """Sends the mutation with a token, to an API with this function behind it; gives the reply."""
    if reason := missing("node"):
        skip_unless_ci(reason)
    apis = emulator.client("appsync")
    schema = snippet("AppSync", "graphql") + "type Query { of_the_api: String }"

    def api_of(function: str) -> str:
        api: str = apis.create_graphql_api(name=function, authenticationType="AWS_IAM")["graphqlApi"]["apiId"]
        apis.start_schema_creation(apiId=api, definition=schema.encode())
        apis.create_data_source(
            apiId=api,
            name="sequences",
            type="AWS_LAMBDA",
            serviceRoleArn=calling.outputs["role"],
            lambdaConfig={"lambdaFunctionArn": calling.outputs[function]},
        )
        apis.create_resolver(
            apiId=api,
            typeName="Mutation",
            fieldName="nextOrderNumber",
            dataSourceName="sequences",
            code=snippet("AppSync", "js"),
            runtime={"name": "APPSYNC_JS", "runtimeVersion": "1.0.0"},
        )
        return api

    ids = {function: api_of(function) for function in ("function_arn", "failing_arn")}
    credentials: Any = emulator.session().get_credentials()

    def run(function: str, token: str) -> Any:
        body = json.dumps({"query": MUTATION, "variables": {"token": token}})
        url = f"{emulator.endpoint}/v1/apis/{ids[function]}/graphql"
        signed = AWSRequest("POST", url, data=body, headers={"Content-Type": "application/json"})
        SigV4Auth(credentials, "appsync", emulator.region).add_auth(signed)
        with urllib.request.urlopen(urllib.request.Request(url, body.encode(), dict(signed.headers))) as reply:  # noqa: S310
            return json.load(reply)

    return run


def test_it_returns_the_number_of_the_token(mutate: Mutate) -> None:
    taken = mutate("function_arn", "appsync-1")["data"]["nextOrderNumber"]
    assert int(taken) >= 1
    assert mutate("function_arn", "appsync-1") == {"data": {"nextOrderNumber": taken}}
    assert mutate("function_arn", "appsync-2") == {"data": {"nextOrderNumber": str(int(taken) + 1)}}


def test_an_error_has_the_type_that_the_function_gave(mutate: Mutate) -> None:
    (error,) = mutate("function_arn", "")["errors"]
    assert error["errorType"] == "InvalidRequestError"
    assert error["message"].startswith("token:")


def test_what_lambda_reports_is_an_error_too(mutate: Mutate) -> None:
    (error,) = mutate("failing_arn", "appsync-3")["errors"]
    assert error["message"] == "'token'"  # the function that fails finds no token in an event of HTTP
