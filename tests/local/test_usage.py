"""What `up` prints for its user, pasted into shells as it is."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Start
from .processes import left_behind, wait_for_line
from .programs import TABLE, function_program, write_program

SHELLS = [shell for shell in ("/bin/sh", "/bin/bash") if Path(shell).exists()]
# It takes what versions 1 and 2 of the AWS CLI both take, and does what they do.
AWS = f"""#!{sys.executable}
import argparse, boto3, sys
parser = argparse.ArgumentParser()
parser.add_argument("service")
parser.add_argument("operation")
for option in ("function-name", "payload", "output", "query", "table-name", "queue-url", "name"):
    parser.add_argument("--" + option)
parser.add_argument("outfile", nargs="?")
options = parser.parse_intermixed_args()
client = boto3.client(options.service)
if options.operation == "invoke":
    scheme, path = options.payload.split("://")
    assert scheme == "fileb"
    reply = client.invoke(FunctionName=options.function_name, Payload=open(path, "rb").read())
    with open(options.outfile, "wb") as file:
        file.write(reply["Payload"].read())
    assert (options.output, options.query) == ("text", "''")
    print()
elif options.operation == "scan":
    print(client.scan(TableName=options.table_name)["Items"])
elif options.operation == "receive-message":
    print(client.receive_message(QueueUrl=options.queue_url).get("Messages"))
elif options.operation == "get-parameter":
    print(client.get_parameter(Name=options.name)["Parameter"]["Value"])
"""


@pytest.fixture
def clean_shell(tmp_path: Path) -> dict[str, str]:
    """The environment of a shell that knows nothing: the system's commands and the AWS CLI."""
    commands = tmp_path / "commands"
    commands.mkdir()
    (commands / "aws").write_text(AWS)
    (commands / "aws").chmod(0o755)
    return {"PATH": f"{commands}:/usr/bin:/bin", "HOME": str(tmp_path)}


def paste(shell: str, text: str, environment: dict[str, str], output: Path) -> str:
    """What a shell prints, into a file as well as into a pipe, when this text is pasted into it."""
    printed = subprocess.run(
        [shell], input=text, env=environment, capture_output=True, text=True, check=False, timeout=60
    )  # fmt: skip
    assert (printed.returncode, printed.stderr) == (0, "")
    with output.open("w") as file:
        subprocess.run([shell], input=text, env=environment, stdout=file, text=True, check=True, timeout=60)
    return printed.stdout + output.read_text()


def usage_of(text: str) -> str:
    """The lines to paste."""
    return text.partition("To use it")[2].partition("\n")[2].partition("\nRunning")[0]


def test_it_draws_numbers_from_the_service(
    start: Start, scratch: Path, clean_shell: dict[str, str], tmp_path: Path
) -> None:
    process = start("up")
    lines = usage_of("".join(wait_for_line(process, "Ctrl-C")))
    drawn = [line for shell in SHELLS for line in paste(shell, lines, clean_shell, tmp_path / "out").splitlines()]
    assert drawn == [str(number) for number in range(1, 1 + 6 * len(SHELLS))]
    command, _, _ = lines.splitlines()[-1].rpartition("next orders")
    exports = [line for line in lines.splitlines() if line.strip().startswith(("export", "unset"))]
    text = "\n".join([*exports, f"{command}list", f"{command}check"])
    printed = paste(SHELLS[0], text, clean_shell, tmp_path / "out")
    assert "orders\t12\t" in printed
    assert "alarms\tok\t" in printed
    process.send_signal(signal.SIGINT)
    process.wait(20)
    assert process.returncode == 128 + signal.SIGINT
    assert left_behind(scratch) == []


def test_it_wins_over_the_user_s_own_settings(start: Start, clean_shell: dict[str, str], tmp_path: Path) -> None:
    process = start("up")
    lines = usage_of("".join(wait_for_line(process, "Ctrl-C")))
    own = {"AWS_PROFILE": "nope", "AWS_SESSION_TOKEN": "x", "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "y"}
    assert paste(SHELLS[0], lines, clean_shell | own, tmp_path / "out") == "1\n2\n3\n4\n5\n6\n"


@pytest.mark.parametrize(
    ("body", "promised"),
    [
        (function_program("def handler(event, context):\n    return 'hello'"), ['"hello"', "hello"]),
        (f"aws.dynamodb.Table('t', {TABLE})\naws.iam.Role('r', assume_role_policy='{{}}')", ["[]", "'Items': []"]),
        ("aws.sqs.Queue('q')", ["None", "'HTTPStatusCode': 200"]),
        ("aws.ssm.Parameter('p', type='String', insecure_value='v')", ["v", "'Value': 'v'"]),
        ("pulumi.export('nothing', 1)", []),
    ],
)
def test_another_program_gets_a_call_that_fits(
    start: Start, clean_shell: dict[str, str], tmp_path: Path, body: str, promised: list[str]
) -> None:
    process = start("up", str(write_program(tmp_path / "program", body)))
    lines = usage_of("".join(wait_for_line(process, "Ctrl-C")))
    printed = paste(SHELLS[0], lines, clean_shell, tmp_path / "out").splitlines()
    assert len(printed) == 2 * len(promised)
    for line, part in zip(printed, [*promised, *promised], strict=True):
        assert part in line
    assert "orders" not in lines
    assert re.search(r"export AWS_ENDPOINT_URL=http://127\.0\.0\.1:\d+", lines)
