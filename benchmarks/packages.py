"""Other people's packages, at exact versions, in folders that git ignores."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
NODE, PYTHON = HERE / "node_modules", HERE / "site-packages"
FROM_NPM = {
    "dynamodb-atomic-counter": "0.1.1",
    "@nasa-gcn/dynamodb-autoincrement": "2.2.1",
    "@aws-sdk/client-dynamodb": "3.1169.0",
    "@aws-sdk/lib-dynamodb": "3.1169.0",
    "aws-sdk": "2.1.26",  # of 2015; dynamodb-atomic-counter pins it
}
FROM_PYPI = {"dynamodb-counter": "0.1.2"}
SECONDS = 120  # for one installation


def fetch_npm() -> str | None:
    """Install npm's packages, unless they are there. Returns why they cannot be used, or None."""
    if not (shutil.which("node") and shutil.which("npm")):
        return "needs Node.js with npm"
    if npm_versions() == FROM_NPM:
        return None
    names = [f"{name}@{version}" for name, version in FROM_NPM.items()]
    return _run(
        "npm", "install", "--no-package-lock", "--no-save", "--ignore-scripts", "--silent", "--prefix", HERE, *names
    )


def fetch_pypi() -> str | None:
    """Install PyPI's packages, without what they need, unless they are there. boto3 is the benchmark's own."""
    names = [f"{name}=={version}" for name, version in FROM_PYPI.items()]
    found = [PYTHON / f"{name.replace('-', '_')}-{version}.dist-info" for name, version in FROM_PYPI.items()]
    if all(each.is_dir() for each in found):
        return None
    uv = Path(sys.executable).with_name("uv")
    return _run(uv, "pip", "install", "--quiet", "--no-deps", "--target", PYTHON, *names)


def npm_versions() -> dict[str, str]:
    """The versions that are installed."""
    files = {name: NODE / name / "package.json" for name in FROM_NPM}
    return {name: json.loads(file.read_text())["version"] for name, file in files.items() if file.is_file()}


def _run(*command: str | Path) -> str | None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"cannot be installed: {type(error).__name__}"
    return (
        None if done.returncode == 0 else f"cannot be installed: {Path(command[0]).name} ended with {done.returncode}"
    )
