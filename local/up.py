"""Keep a program deployed until somebody ends it."""

from pathlib import Path

from rich.console import Console
from rich.text import Text

from .child import ROOT_KEY
from .display import print_deployment, shown
from .emulator import Emulator
from .program import Deployment, deploy
from .stack import region_of


def up(console: Console, folder: Path, stack: str, *, port: int | None, persist: Path | None) -> None:
    """Deploy, say how to use it, and wait. Returns never; raises a child of `LocalError`, or `Interrupted`."""
    with Emulator.start(port=port, region=region_of(folder, stack), persist=persist) as emulator:
        console.print(f"Emulated AWS, IAM enforced, at {emulator.endpoint}", highlight=False)
        with shown(console, f"Deploying stack {stack}") as watch:
            deployment = deploy(folder, stack=stack, emulator=emulator, watch=watch)
        print_deployment(console, deployment)
        console.print("\n[bold]To use it[/], in another terminal")
        console.print(Text(_usage(emulator, deployment)), soft_wrap=True)
        console.print("\nRunning; Ctrl-C takes it down.")
        emulator.wait()


def _usage(emulator: Emulator, deployment: Deployment) -> str:
    lines = [
        f"export AWS_ENDPOINT_URL={emulator.endpoint}",
        f"export AWS_ACCESS_KEY_ID={ROOT_KEY} AWS_SECRET_ACCESS_KEY={ROOT_KEY} AWS_DEFAULT_REGION={emulator.region}",
        "",
    ]
    function, request = deployment.outputs.get("function_name"), '{"name": "orders"}'
    if function:
        lines += [
            f"aws lambda invoke --function-name {function} --cli-binary-format raw-in-base64-out \\",
            f"    --payload '{request}' /dev/stdout",
            "",
            'python -c \'import boto3, json; print(json.load(boto3.client("lambda").invoke(',
            f'    FunctionName="{function}", Payload=json.dumps({request}))["Payload"]))\'',
        ]
    else:
        lines += [
            "aws sts get-caller-identity",
            "python -c 'import boto3; print(boto3.client(\"sts\").get_caller_identity())'",
        ]
    return "\n".join(f"  {line}".rstrip() for line in lines)
