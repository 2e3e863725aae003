"""Small Pulumi programs for tests."""

from pathlib import Path
from textwrap import dedent

REPOSITORY = Path(__file__).parents[2]
TABLE = 'billing_mode="PAY_PER_REQUEST", hash_key="name", attributes=[{"name": "name", "type": "S"}]'
"""The arguments of a table, as text, after its name."""


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
    """The body of a program with one Lambda function `f` of this source; `arguments` are more of its own, as text."""
    return f"""
import json
trust = {{"Effect": "Allow", "Principal": {{"Service": "lambda.amazonaws.com"}}, "Action": "sts:AssumeRole"}}
role = aws.iam.Role("r", assume_role_policy=json.dumps({{"Version": "2012-10-17", "Statement": [trust]}}))
code = pulumi.AssetArchive({{"index.py": pulumi.StringAsset({source!r})}})
f = aws.lambda_.Function("f", role=role.arn, runtime="python3.13", handler="index.handler", code=code, {arguments})
pulumi.export("function", f.name)
"""
