"""Each supported input of a function and its neighbours reaches the emulator."""

import json
from urllib.request import Request, urlopen

import pulumi
import pulumi_aws as aws
import pytest

from local import Emulator

from .conftest import Deployed, Invoke
from .programs import lambda_function
from .test_resources import IDLE, TAGS, within


def test_a_function_and_a_permission(deployed: Deployed, emulator: Emulator) -> None:
    def program() -> None:
        function = lambda_function(
            IDLE,
            tags=TAGS,
            description="counts",
            timeout=7,
            memory_size=512,
            architectures=["arm64"],
            reserved_concurrent_executions=5,
            environment={"variables": {"A": "b"}},
            tracing_config={"mode": "Active"},
            logging_config={
                "log_format": "JSON", "log_group": "/own", "application_log_level": "WARN", "system_log_level": "INFO",
            },
            vpc_config={"subnet_ids": ["s-1"], "security_group_ids": ["g-1"]},
        )  # fmt: skip
        aws.lambda_.Permission(
            "p",
            statement_id="who",
            function=function.name,
            action="lambda:InvokeFunction",
            principal="events.amazonaws.com",
            source_arn="arn:aws:events:us-east-1:000000000000:rule/r",
            source_account="000000000000",
        )
        pulumi.export("name", function.name)

    name = deployed(program).outputs["name"]
    functions = emulator.client("lambda")
    function = functions.get_function(FunctionName=name)
    assert within(
        {
            "Description": "counts",
            "Timeout": 7,
            "MemorySize": 512,
            "Architectures": ["arm64"],
            "Environment": {"Variables": {"A": "b"}},
            "TracingConfig": {"Mode": "Active"},
            "LoggingConfig": {
                "LogFormat": "JSON", "LogGroup": "/own", "ApplicationLogLevel": "WARN", "SystemLogLevel": "INFO",
            },
            "VpcConfig": {"SubnetIds": ["s-1"], "SecurityGroupIds": ["g-1"]},
            "Handler": "index.handler",
            "Runtime": "python3.13",
        },
        function["Configuration"],
    )  # fmt: skip
    assert function["Tags"] == TAGS
    assert function["Concurrency"] == {"ReservedConcurrentExecutions": 5}
    policy = functions.get_policy(FunctionName=name)["Policy"]
    for part in ("who", "events.amazonaws.com", "rule/r", "SourceAccount"):
        assert part in policy


def test_a_function_url_answers_at_the_address_in_its_output(deployed: Deployed) -> None:
    def program() -> None:
        function = lambda_function("def handler(event, context): return event['body']")
        url = aws.lambda_.FunctionUrl("u", function_name=function.name, authorization_type="NONE")
        pulumi.export("url", url.function_url)
        pulumi.export("id", url.url_id)

    outputs = deployed(program).outputs
    assert outputs["url"].endswith(f"/_aws/lambda-url/{outputs['id']}/")
    with urlopen(Request(outputs["url"], b"hello", {"Content-Type": "text/plain"})) as answer:  # noqa: S310 - loopback
        assert answer.read() == b"hello"


def test_a_closed_function_url_refuses_a_request_without_a_signature(deployed: Deployed, emulator: Emulator) -> None:
    def program() -> None:
        function = lambda_function(IDLE)
        cors = {"allow_origins": ["*"], "max_age": 5}
        url = aws.lambda_.FunctionUrl("u", function_name=function.name, authorization_type="AWS_IAM", cors=cors)
        pulumi.export("name", function.name)
        pulumi.export("url", url.function_url)

    deployment = deployed(program)
    found = emulator.client("lambda").get_function_url_config(FunctionName=deployment.outputs["name"])
    assert within({"AuthType": "AWS_IAM", "Cors": {"AllowOrigins": ["*"], "MaxAge": 5}}, found)
    assert "cors" in [each.input for each in deployment.ignored_inputs]
    with pytest.raises(OSError, match="403"):
        urlopen(deployment.outputs["url"])  # noqa: S310 - loopback


def test_a_layer_s_modules_can_be_imported(deployed: Deployed, invoke: Invoke) -> None:
    def program() -> None:
        code = pulumi.AssetArchive({"python/shared.py": pulumi.StringAsset('WORD = "layered"')})
        layer = aws.lambda_.LayerVersion("layer", layer_name="shared", code=code)
        source = "import shared\ndef handler(event, context):\n    return shared.WORD"
        pulumi.export("function", lambda_function(source, layers=[layer.arn]).name)

    assert invoke(deployed(program).outputs["function"], {}) == "layered"


def test_a_function_of_a_kept_state_gets_its_new_code_and_settings(deployed: Deployed, emulator: Emulator) -> None:
    functions = emulator.client("lambda")
    for number in (1, 2):
        source = f"def handler(event, context): return {number}"
        outputs = deployed(lambda source=source, number=number: _export(source, number)).outputs
        assert json.load(functions.invoke(FunctionName=outputs["name"])["Payload"]) == number
        assert functions.get_function_configuration(FunctionName=outputs["name"])["Timeout"] == number


def _export(source: str, timeout: int) -> None:
    pulumi.export("name", lambda_function(source, timeout=timeout).name)
