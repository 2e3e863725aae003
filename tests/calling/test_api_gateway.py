"""An HTTP API and a REST API in front of the function, in the emulator's API Gateway."""

import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest

from local import Deployment, Emulator


def http_api(emulator: Emulator, function_arn: str) -> str:
    """The path of an HTTP API with the payload format 2.0, as in its quick create."""
    apis = emulator.client("apigatewayv2")
    api: str = apis.create_api(Name="numbers", ProtocolType="HTTP")["ApiId"]
    integration = apis.create_integration(
        ApiId=api, IntegrationType="AWS_PROXY", IntegrationUri=function_arn, PayloadFormatVersion="2.0"
    )["IntegrationId"]
    apis.create_route(
        ApiId=api, RouteKey="POST /numbers", AuthorizationType="AWS_IAM", Target=f"integrations/{integration}"
    )
    apis.create_stage(ApiId=api, StageName="$default", AutoDeploy=True)
    return f"/_aws/execute-api/{api}/$default/numbers"


def rest_api(emulator: Emulator, function_arn: str) -> str:
    """The path of a REST API with a Lambda proxy integration, whose payload format is 1.0."""
    apis = emulator.client("apigateway")
    api: str = apis.create_rest_api(name="numbers")["id"]
    (root,) = apis.get_resources(restApiId=api)["items"]
    where = {"restApiId": api, "httpMethod": "POST"}
    where["resourceId"] = apis.create_resource(restApiId=api, parentId=root["id"], pathPart="numbers")["id"]
    apis.put_method(**where, authorizationType="AWS_IAM")
    uri = f"arn:aws:apigateway:{emulator.region}:lambda:path/2015-03-31/functions/{function_arn}/invocations"
    apis.put_integration(**where, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri)
    apis.create_deployment(restApiId=api, stageName="prod")
    return f"/_aws/execute-api/{api}/prod/numbers"


@pytest.mark.parametrize("make", [http_api, rest_api])
def test_an_api_in_front_gives_the_status_and_the_reply(emulator: Emulator, calling: Deployment, make: Any) -> None:
    url = emulator.endpoint + make(emulator, calling.outputs["function_arn"])

    def post(request: dict[str, Any]) -> tuple[int, Any]:
        headers = {"Content-Type": "application/json", "Idempotency-Key": make.__name__}
        signed = AWSRequest("POST", url, data=json.dumps(request), headers=headers)
        credentials: Any = emulator.session().get_credentials()
        SigV4Auth(credentials, "execute-api", emulator.region).add_auth(signed)
        sent = urllib.request.Request(url, json.dumps(request).encode(), dict(signed.headers))  # noqa: S310
        try:
            with urllib.request.urlopen(sent) as reply:  # noqa: S310
                return reply.status, json.load(reply)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)

    status, taken = post({"name": "orders"})
    assert (status, taken >= 1) == (200, True)
    assert post({"name": "orders"}) == (200, taken)
    status, failure = post({"name": "ordres"})
    assert (status, failure["error"]) == (404, "UnknownSequenceError")
