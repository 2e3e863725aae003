"""Small Pulumi programs for tests."""

from pathlib import Path
from textwrap import dedent

REPOSITORY = Path(__file__).parents[2]
TABLE = 'billing_mode="PAY_PER_REQUEST", hash_key="name", attributes=[{"name": "name", "type": "S"}]'
"""The arguments of a table, as text, after its name."""


def write_program(folder: Path, body: str, *, name: str = "tiny", settings: str = "", stack: str = "") -> Path:
    """Write a project with a stack `dev` into the folder; `settings` adds to Pulumi.yaml, `stack` is its file."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Pulumi.yaml").write_text(f"name: {name}\nruntime: python\n{dedent(settings)}")
    (folder / "Pulumi.dev.yaml").write_text(dedent(stack))
    (folder / "__main__.py").write_text("import pulumi\nimport pulumi_aws as aws\n" + dedent(body))
    return folder
