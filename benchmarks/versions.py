"""What was measured with what: versions, and the machine without anything that identifies it."""

import os
import platform
import re
import subprocess
from importlib import metadata
from pathlib import Path

from components import __version__
from tests.dynamodb_local import HERE as DYNAMODB

from . import packages

PACKAGES = ("boto3", "botocore", "ministack", "psycopg", "pulumi", "pulumi-aws")


def versions() -> dict[str, str]:
    """Every version that a figure depends on."""
    found = {"sequence-service": __version__, "Python": platform.python_version()}
    found |= {name: metadata.version(name) for name in PACKAGES}
    found["DynamoDB Local"] = _of_jar()
    found["Java"] = _printed("java", "-version")
    found["Node.js"] = _printed("node", "--version")
    found["PostgreSQL"] = _printed_by_pgserver()
    found["Linux"] = platform.release().partition("-")[0]
    found |= {f"npm {name}": version for name, version in packages.npm_versions().items()}
    found |= {f"PyPI {name}": version for name, version in packages.FROM_PYPI.items()}
    return {name: version for name, version in found.items() if version}


def machine() -> dict[str, int | str]:
    """The machine's size. Its processor's model is left out."""
    return {"cores": len(os.sched_getaffinity(0)), "architecture": platform.machine()}


def _of_jar() -> str:
    return next((jar.stem.partition("-")[2] for jar in DYNAMODB.glob("lib/DynamoDBLocal-*.jar")), "")


def _printed_by_pgserver() -> str:
    try:
        binaries = Path(str(metadata.distribution("pgserver").locate_file("pgserver/pginstall/bin")))
    except metadata.PackageNotFoundError:
        return ""
    return _printed(str(binaries / "postgres"), "--version")


def _printed(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True)
    except OSError:
        return ""
    match = re.search(r"\d+(\.\d+)+", done.stdout + done.stderr)
    return match[0] if match else ""
