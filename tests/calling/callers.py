"""Callers in their own languages. Each runs a snippet of the guide as it is; only the code around it is ours.

A caller is given requests, and returns the outcome of each: an answer, or an error's type and message.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ..local.programs import REPOSITORY
from . import programs
from .guide import snippet


class Outcome(NamedTuple):
    """The answer, or what the snippet reports in its place."""

    answer: Any
    error: str = ""
    message: str = ""


Requests = list[dict[str, Any]]
Environment = Mapping[str, str]
Run = Callable[[Path, Environment, Requests], list[Outcome]]


def command(arguments: list[str], folder: Path, environment: Environment, text: str = "") -> str:
    """Run a command in the folder, and return what it prints. Raises `AssertionError` if it fails."""
    done = subprocess.run(
        arguments, cwd=folder, env=dict(environment), input=text,
        capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _outcomes(printed: str) -> list[Outcome]:
    return [Outcome(**json.loads(line)) for line in printed.splitlines()]


def client(folder: Path, environment: Environment, requests: Requests) -> list[Outcome]:
    """The snippet of the Python client, as a module. It takes numbers itself, and prints them."""
    (folder / "snippet.py").write_text(snippet("Python", "python"))
    (folder / "main.py").write_text(programs.CLIENT)
    environment = {**environment, "PYTHONPATH": str(REPOSITORY)}
    printed = command([sys.executable, "main.py"], folder, environment, json.dumps(requests))
    own = re.match(r"\d+\nrange\(\d+, \d+\)\n", printed)
    assert own, printed
    return _outcomes(printed[own.end() :])


def python(folder: Path, environment: Environment, requests: Requests) -> list[Outcome]:
    """The boto3 snippet, as a module."""
    (folder / "snippet.py").write_text(snippet("boto3", "python"))
    (folder / "main.py").write_text(programs.PYTHON)
    return _outcomes(command([sys.executable, "main.py"], folder, environment, json.dumps(requests)))


NODE_SDK = "@aws-sdk/client-lambda@3.1164.0"


def install_node_sdk(folder: Path) -> None:
    """Download the SDK into the folder. npm keeps its download for the next time."""
    (folder / "package.json").write_text('{"private": true}')
    options = ["--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
    command(["npm", "install", *options, NODE_SDK], folder, os.environ)


def node(folder: Path, environment: Environment, requests: Requests) -> list[Outcome]:
    """The Node.js snippet, as a module."""
    (folder / "snippet.mjs").write_text(snippet("Node.js", "js"))
    (folder / "main.mjs").write_text(programs.NODE)
    return _outcomes(command(["node", "main.mjs"], folder, environment, json.dumps(requests)))


GO_MODULES = [
    "github.com/aws/aws-sdk-go-v2@v1.48.0",
    "github.com/aws/aws-sdk-go-v2/config@v1.33.18",
    "github.com/aws/aws-sdk-go-v2/service/lambda@v1.114.3",
]


def build_go_caller(folder: Path) -> None:
    """Build the snippet, as a package, into a program. Go keeps what it has built for the next time."""
    (folder / "sequences").mkdir()
    (folder / "sequences" / "snippet.go").write_text(snippet("Go", "go"))
    (folder / "main.go").write_text(programs.GO)
    command(["go", "mod", "init", "caller"], folder, os.environ)
    command(["go", "get", *GO_MODULES], folder, os.environ)
    command(["go", "build", "-o", "caller", "."], folder, os.environ)


def go(folder: Path, environment: Environment, requests: Requests) -> list[Outcome]:
    """The Go snippet, built before."""
    return _outcomes(command(["./caller"], folder, environment, json.dumps(requests)))


def _shell(section: str, folder: Path, environment: Environment, *arguments: str) -> tuple[int, Any]:
    """The exit code of the section's function, and what it prints."""
    function = snippet(section, "sh").rpartition("\n\n")[0]
    done = subprocess.run(
        ["sh", "-c", f'{function}\nnext_value "$@"', "sh", *arguments],
        cwd=folder, env=dict(environment), capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


AWS_CLI = "awscli==1.44.0"


def install_aws_cli(folder: Path) -> None:
    """Install version 1 if this machine has no `aws`. Version 2 is not on PyPI."""
    if not shutil.which("aws"):
        uv = Path(sys.executable).with_name("uv")
        own = {"UV_TOOL_DIR": str(folder / "tools"), "UV_TOOL_BIN_DIR": str(folder / "bin")}
        command([str(uv), "tool", "install", "--quiet", AWS_CLI], folder, {**os.environ, **own})


def aws_cli(folder: Path, environment: Environment, requests: Requests) -> list[Outcome]:
    """The snippet for the `aws` of this machine, version 1 or 2."""
    environment = {**environment, "PATH": f"{environment['PATH']}{os.pathsep}{folder / 'bin'}"}
    replies = [_shell("AWS CLI", folder, environment, json.dumps(each)) for each in requests]
    return [
        Outcome(None, answer["errorType"], answer["errorMessage"]) if failed else Outcome(answer)
        for failed, answer in replies
    ]


def curl(folder: Path, environment: Environment, requests: Requests) -> list[Outcome]:
    """The snippet for curl, with the token in its header."""
    outcomes = []
    for request in requests:
        body = {name: value for name, value in request.items() if name != "token"}
        failed, answer = _shell("HTTP", folder, environment, json.dumps(body), request["token"])
        outcomes.append(Outcome(None, answer["error"], answer["message"]) if failed else Outcome(answer))
    return outcomes


def missing(*commands: str) -> str | None:
    """Which of these commands this machine lacks, as a reason to skip; None if it has all."""
    lacking = [each for each in commands if not shutil.which(each)]
    return f"the snippets of docs/calling.md need {', '.join(lacking)}" if lacking else None
