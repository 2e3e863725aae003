"""Pulumi programs for tests: functions, and projects in a folder where the files matter."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

import pulumi
import pulumi_aws as aws

REPOSITORY = Path(__file__).parents[2]
KEYS: Mapping[str, Any] = {"hash_key": "name", "attributes": [{"name": "name", "type": "S"}]}
"""The key of a table, as arguments."""
TABLE = 'billing_mode="PAY_PER_REQUEST", hash_key="name", attributes=[{"name": "name", "type": "S"}]'
"""The arguments of a table, as text, after its name."""


def document(effect: str, action: str | list[str], **more: Any) -> str:
    """A policy document with one statement."""
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": effect, "Action": action, **more}]})


TRUST = document("Allow", "sts:AssumeRole", Principal={"Service": "lambda.amazonaws.com"})


def table(logical_name: str, /, **options: Any) -> aws.dynamodb.Table:
    """A table with the key `name`."""
    return aws.dynamodb.Table(logical_name, **{"billing_mode": "PAY_PER_REQUEST", **KEYS, **options})


def lambda_function(source: str, name: str = "f", *, role: aws.iam.Role | None = None, **options: Any) -> Any:
    """A Lambda function with this source, and its role."""
    role = role or aws.iam.Role(f"{name}-role", assume_role_policy=TRUST)
    code = pulumi.AssetArchive({"index.py": pulumi.StringAsset(source)})
    basics = {"role": role.arn, "runtime": "python3.13", "handler": "index.handler", "code": code}
    return aws.lambda_.Function(name, **{**basics, **options})


def function_of(source: str, **options: Any) -> Callable[[], None]:
    """A program with one Lambda function with this source. It exports the function's name as `function`."""
    return lambda: pulumi.export("function", lambda_function(source, **options).name)


def write_open_stack(folder: Path) -> Path:
    """Write the repository's own program into the folder, with a stack `dev` in which every name is a sequence."""
    for file in ("Pulumi.yaml", "__main__.py"):
        (folder / file).write_text((REPOSITORY / file).read_text())
    stack = (REPOSITORY / "Pulumi.dev.yaml").read_text()
    (folder / "Pulumi.dev.yaml").write_text(stack.replace("    sequences:\n", '    sequences:\n      "*": {}\n'))
    return folder


def write_program(folder: Path, body: str, *, name: str = "tiny", settings: str = "", stack: str = "") -> Path:
    """Write a project with a stack `dev` into the folder; `settings` adds to Pulumi.yaml, `stack` is its file."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Pulumi.yaml").write_text(f"name: {name}\nruntime: python\n{dedent(settings)}")
    (folder / "Pulumi.dev.yaml").write_text(dedent(stack))
    (folder / "__main__.py").write_text("import pulumi\nimport pulumi_aws as aws\n" + dedent(body))
    return folder


def function_program(source: str, arguments: str = "") -> str:
    """The text of a program with one Lambda function `f` of this source; `arguments` are more of its own, as text."""
    return f"""
role = aws.iam.Role("r", assume_role_policy={TRUST!r})
code = pulumi.AssetArchive({{"index.py": pulumi.StringAsset({source!r})}})
f = aws.lambda_.Function("f", role=role.arn, runtime="python3.13", handler="index.handler", code=code, {arguments})
pulumi.export("function", f.name)
"""
