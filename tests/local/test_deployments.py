"""How a program runs: as with the Pulumi CLI, beside other programs, and with real outputs."""

import json
import sys
from pathlib import Path

import pulumi
import pulumi_aws as aws

import components
from local import Deployment, Emulator, deploy

from .conftest import Deployed
from .programs import write_program

LOGS = "logs = aws.cloudwatch.LogGroup('logs')\npulumi.export('name', logs.name)"


def log_group(**options: object) -> None:
    logs = aws.cloudwatch.LogGroup("logs", **options)
    pulumi.export("name", logs.name)
    pulumi.export("arn", logs.arn)


def test_outputs_are_those_of_what_exists(deployed: Deployed, emulator: Emulator) -> None:
    outputs = deployed(log_group).outputs
    found = emulator.client("logs").describe_log_groups(logGroupNamePrefix=outputs["name"])["logGroups"]
    assert [each["logGroupName"] for each in found] == [outputs["name"]]


def test_a_name_that_the_program_leaves_open_is_the_same_in_every_run(tmp_path: Path, emulator: Emulator) -> None:
    folder = write_program(tmp_path, LOGS, name="stable")
    names = {deploy(folder, stack="dev", emulator=emulator).outputs["name"] for _ in range(2)}
    assert len(names) == 1
    assert names.pop().startswith("logs-")


def test_two_stacks_of_one_program_have_their_own_resources(tmp_path: Path, emulator: Emulator) -> None:
    folder = write_program(tmp_path, LOGS, name="stacks")
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


def test_a_program_runs_in_its_folder(tmp_path: Path, emulator: Emulator) -> None:
    before = Path.cwd()
    body = "from pathlib import Path\npulumi.export('here', str(Path.cwd()))"
    folder = write_program(tmp_path / "program", body)
    assert deploy(folder, emulator=emulator).outputs == {"here": str(tmp_path / "program")}
    assert Path.cwd() == before


def export_configuration() -> None:
    config = pulumi.Config()
    pulumi.export("all", [config.get_int("n"), config.get_bool("b"), config.get_object("o"), config.get("d")])


def test_a_project_s_configuration_reaches_the_program_by_type(tmp_path: Path, emulator: Emulator) -> None:
    folder = write_program(
        tmp_path / "program",
        "c = pulumi.Config()\npulumi.export('all', [c.get_int('n'), c.get_bool('b'), c.get_object('o'), c.get('d')])",
        settings="config:\n  d: {type: string, default: given}\n  n: {type: integer}",
        stack="config: {n: 7, b: true, o: {a: [1]}}",
    )
    assert deploy(folder, emulator=emulator).outputs["all"] == [7, True, {"a": [1]}, "given"]


def test_a_function_s_configuration_reaches_it_by_type(deployed: Deployed) -> None:
    outputs = deployed(export_configuration, n=7, b=True, o={"a": [1]}, d="given").outputs
    assert outputs["all"] == [7, True, {"a": [1]}, "given"]


def test_a_program_that_exits_with_zero_succeeds(deployed: Deployed) -> None:
    def program() -> None:
        log_group()
        sys.exit(0)

    assert deployed(program).outputs["name"].startswith("logs-")


def test_a_program_sees_its_project_and_stack(emulator: Emulator) -> None:
    def program() -> None:
        pulumi.export("x", f"{pulumi.get_project()}/{pulumi.get_stack()}")

    assert deploy(program, emulator=emulator).outputs["x"] == "project/dev"
    assert deploy(program, project="shop", stack="prod", emulator=emulator).outputs["x"] == "shop/prod"


def test_a_secret_output_is_known_as_one(deployed: Deployed) -> None:
    def program() -> None:
        parameter = aws.ssm.Parameter("p", type="String", value="hush")
        pulumi.export("hidden", parameter.value)
        pulumi.export("name", parameter.name)

    deployment = deployed(program)
    assert deployment.secret_outputs == {"hidden"}
    assert deployment.outputs["hidden"] == "hush"


def region(deployment: Deployment) -> dict[str, str]:
    """The region in each output, which is an ARN or a region."""
    return {key: value.split(":")[3] if ":" in value else value for key, value in deployment.outputs.items()}


def test_a_resource_s_region_wins_over_the_provider_s_and_the_stack_s(deployed: Deployed) -> None:
    def program() -> None:
        options = pulumi.ResourceOptions(provider=aws.Provider("there", region="eu-west-1"))
        pulumi.export("stack", aws.cloudwatch.LogGroup("a").arn)
        pulumi.export("provider", aws.cloudwatch.LogGroup("b", opts=options).arn)
        pulumi.export("resource", aws.cloudwatch.LogGroup("c", region="eu-north-1", opts=options).arn)
        pulumi.export("asked", aws.get_region().region)

    assert region(deployed(program, **{"aws:region": "ap-south-1"})) == {
        "stack": "ap-south-1", "provider": "eu-west-1", "resource": "eu-north-1", "asked": "ap-south-1",
    }  # fmt: skip


def test_a_resource_s_tags_win_over_the_default_tags(deployed: Deployed, emulator: Emulator) -> None:
    default = {"tags": {"a": "default", "b": "default"}}
    outputs = deployed(lambda: log_group(tags={"b": "own"}), **{"aws:defaultTags": default}).outputs
    tags = emulator.client("logs").list_tags_for_resource(resourceArn=outputs["arn"])["tags"]
    assert tags == {"a": "default", "b": "own"}


def test_a_policy_document_has_the_form_that_iam_reads(deployed: Deployed) -> None:
    condition = {"test": "StringEquals", "variable": "aws:username", "values": ["x"]}
    statement = {"actions": ["sqs:SendMessage"], "resources": ["*"], "conditions": [condition]}

    def program() -> None:
        pulumi.export("json", aws.iam.get_policy_document(statements=[statement]).json)

    assert json.loads(deployed(program).outputs["json"])["Statement"] == [
        {
            "Effect": "Allow",
            "Action": ["sqs:SendMessage"],
            "Resource": ["*"],
            "Condition": {"StringEquals": {"aws:username": ["x"]}},
        }
    ]


def test_progress_tells_of_each_resource_when_it_starts_and_when_it_exists(emulator: Emulator) -> None:
    message: list[tuple[str, str]] = []
    deploy(log_group, emulator=emulator, on_progress=lambda step: message.append((type(step).__name__, step.name)))
    assert message == [("ResourceStarted", "logs"), ("Resource", "logs")]
