"""How a program runs: as the Pulumi CLI would run it, several beside each other, and with real outputs."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import components
from local import Deployment, Emulator, deploy

from .programs import TABLE, function_program, write_program

Deployed = Callable[..., Deployment]
LOGS = "logs = aws.cloudwatch.LogGroup('logs'{})\npulumi.export('name', logs.name)\npulumi.export('arn', logs.arn)"


def test_outputs_are_those_of_what_exists(deployed: Deployed, emulator: Emulator) -> None:
    outputs = deployed(LOGS.format("")).outputs
    found = emulator.client("logs").describe_log_groups(logGroupNamePrefix=outputs["name"])["logGroups"]
    assert [each["logGroupName"] for each in found] == [outputs["name"]]


def test_a_name_that_the_program_leaves_open_is_the_same_on_every_run(tmp_path: Path, emulator: Emulator) -> None:
    folder = write_program(tmp_path, LOGS.format(""), name="stable")
    names = {deploy(folder, stack="dev", emulator=emulator).outputs["name"] for _ in range(2)}
    assert len(names) == 1
    assert names.pop().startswith("logs-")


def test_two_stacks_of_one_program_have_their_own_resources(tmp_path: Path, emulator: Emulator) -> None:
    folder = write_program(tmp_path, LOGS.format(""), name="stacks")
    (folder / "Pulumi.prod.yaml").write_text("")
    names = {deploy(folder, stack=stack, emulator=emulator).outputs["name"] for stack in ("dev", "prod")}
    assert len(names) == 2


def test_programs_with_modules_of_the_same_name_get_their_own(tmp_path: Path, emulator: Emulator) -> None:
    results = []
    for number in (1, 2):
        folder = write_program(tmp_path / str(number), "import part\npulumi.export('n', part.N)", name=f"part-{number}")
        (folder / "part.py").write_text(f"N = {number}")
        results.append(deploy(folder, stack="dev", emulator=emulator).outputs["n"])
    assert results == [1, 2]


def test_a_program_s_folder_hides_a_module_of_ours(tmp_path: Path, emulator: Emulator) -> None:
    folder = write_program(tmp_path, "import components\npulumi.export('own', components.OWN)", name="hiding")
    (folder / "components.py").write_text("OWN = True")
    assert deploy(folder, stack="dev", emulator=emulator).outputs == {"own": True}
    assert sys.modules["components"] is components


def test_a_program_runs_in_its_folder(deployed: Deployed, tmp_path: Path) -> None:
    before = Path.cwd()
    outputs = deployed("from pathlib import Path\npulumi.export('here', str(Path.cwd()))").outputs
    assert outputs == {"here": str(tmp_path / "program")}
    assert Path.cwd() == before


def test_configuration_reaches_the_program_by_type(deployed: Deployed) -> None:
    outputs = deployed(
        "c = pulumi.Config()\npulumi.export('all', [c.get_int('n'), c.get_bool('b'), c.get_object('o'), c.get('d')])",
        settings="config:\n  d: {type: string, default: given}\n  n: {type: integer}",
        stack="config: {n: 7, b: true, o: {a: [1]}}",
    ).outputs
    assert outputs["all"] == [7, True, {"a": [1]}, "given"]


def test_a_program_that_exits_with_zero_has_done_its_work(deployed: Deployed) -> None:
    deployment = deployed(LOGS.format("") + "\nimport sys\nsys.exit(0)")
    assert deployment.outputs["name"].startswith("logs-")


def test_project_and_stack_are_what_the_program_sees(deployed: Deployed) -> None:
    outputs = deployed("pulumi.export('x', f'{pulumi.get_project()}/{pulumi.get_stack()}')").outputs
    assert outputs["x"].endswith("/dev")


def test_a_secret_output_is_known_as_one(deployed: Deployed) -> None:
    deployment = deployed(
        "p = aws.ssm.Parameter('p', type='String', value='hush')\n"
        "pulumi.export('hidden', p.value)\npulumi.export('name', p.name)"
    )
    assert deployment.secret_outputs == {"hidden"}
    assert deployment.outputs["hidden"] == "hush"


def test_the_region_of_stack_provider_and_resource_count_in_turn(deployed: Deployed) -> None:
    outputs = deployed(
        "there = aws.Provider('there', region='eu-west-1')\n"
        "opts = pulumi.ResourceOptions(provider=there)\n"
        "pulumi.export('stack', aws.cloudwatch.LogGroup('a').arn)\n"
        "pulumi.export('provider', aws.cloudwatch.LogGroup('b', opts=opts).arn)\n"
        "pulumi.export('resource', aws.cloudwatch.LogGroup('c', region='eu-north-1', opts=opts).arn)\n"
        "pulumi.export('asked', aws.get_region().region)",
        stack="config: {'aws:region': ap-south-1}",
    ).outputs
    regions = {name: value.split(":")[3] if ":" in value else value for name, value in outputs.items()}
    assert regions == {
        "stack": "ap-south-1", "provider": "eu-west-1", "resource": "eu-north-1", "asked": "ap-south-1",
    }  # fmt: skip


def test_default_tags_are_under_a_resource_s_own(deployed: Deployed, emulator: Emulator) -> None:
    outputs = deployed(
        LOGS.format(", tags={'b': 'own'}"),
        stack="config: {'aws:defaultTags': {tags: {a: default, b: default}}}",
    ).outputs
    tags = emulator.client("logs").list_tags_for_resource(resourceArn=outputs["arn"])["tags"]
    assert tags == {"a": "default", "b": "own"}


def test_a_policy_document_is_written_as_iam_reads_it(deployed: Deployed) -> None:
    outputs = deployed(
        "document = aws.iam.get_policy_document(statements=[{'actions': ['sqs:SendMessage'], 'resources': ['*'],"
        " 'conditions': [{'test': 'StringEquals', 'variable': 'aws:username', 'values': ['x']}]}])\n"
        "pulumi.export('json', document.json)"
    ).outputs
    assert json.loads(outputs["json"])["Statement"] == [
        {
            "Effect": "Allow",
            "Action": ["sqs:SendMessage"],
            "Resource": ["*"],
            "Condition": {"StringEquals": {"aws:username": ["x"]}},
        }
    ]


def test_a_layer_s_modules_can_be_imported(deployed: Deployed, emulator: Emulator) -> None:
    source = "import shared\ndef handler(event, context):\n    return shared.WORD"
    outputs = deployed(
        "layer = aws.lambda_.LayerVersion('layer', layer_name='shared', code=pulumi.AssetArchive("
        "{'python/shared.py': pulumi.StringAsset('WORD = \"layered\"')}))\n"
        + function_program(source, "layers=[layer.arn]")
    ).outputs
    reply = emulator.client("lambda").invoke(FunctionName=outputs["function"])
    assert json.load(reply["Payload"]) == "layered"


def test_what_a_failing_consumer_prints_can_be_read(deployed: Deployed, emulator: Emulator) -> None:
    source = "def handler(event, context):\n    print('about to fail')\n    raise ValueError"
    outputs = deployed(
        function_program(source)
        + f"table = aws.dynamodb.Table('t', {TABLE}, stream_enabled=True, stream_view_type='NEW_IMAGE')\n"
        "aws.lambda_.EventSourceMapping('m', function_name=f.name, event_source_arn=table.stream_arn,"
        " starting_position='TRIM_HORIZON', maximum_record_age_in_seconds=1)\n"
        "pulumi.export('table', table.name)"
    ).outputs
    emulator.client("dynamodb").put_item(TableName=outputs["table"], Item={"name": {"S": "a"}})
    deadline = time.monotonic() + 20
    while not emulator.printed_by(outputs["function"]) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert "about to fail" in emulator.printed_by(outputs["function"])


def test_a_queue_that_asks_for_tls_can_be_used(deployed: Deployed, emulator: Emulator) -> None:
    deployment = deployed(
        "import json\n"
        "queue = aws.sqs.Queue('q', message_retention_seconds=1209600)\n"
        "deny = lambda arn: json.dumps({'Version': '2012-10-17', 'Statement': [{'Effect': 'Deny', 'Principal': '*',"
        " 'Action': 'sqs:*', 'Resource': arn, 'Condition': {'Bool': {'aws:SecureTransport': 'false'}}}]})\n"
        "aws.sqs.QueuePolicy('p', queue_url=queue.url, policy=queue.arn.apply(deny))\n"
        "pulumi.export('url', queue.url)"
    )
    sqs, url = emulator.client("sqs"), deployment.outputs["url"]
    sqs.send_message(QueueUrl=url, MessageBody="hello")
    assert sqs.receive_message(QueueUrl=url)["Messages"][0]["Body"] == "hello"
    kept = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["MessageRetentionPeriod"])["Attributes"]
    assert kept == {"MessageRetentionPeriod": "1209600"}
    assert [each.input for each in deployment.ignored_inputs] == ["policy"]
