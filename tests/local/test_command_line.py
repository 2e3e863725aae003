"""`python -m local`, as it is typed: what it prints, how it ends, and that it leaves nothing behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from local.cli.signals import END_SECONDS

from .conftest import Start
from .processes import client_of, left_behind, processes_of, wait_for_line
from .programs import REPOSITORY, function_program, write_program
from .test_sessions import SETTINGS

MOMENTS = ["", "Emulated AWS", "iam Role", "lambda Function", "Drawn"]  # the demo's lines, "" for before the first


def test_the_demo_draws_numbers_and_takes_everything_down(start: Start, scratch: Path) -> None:
    process = start("demo")
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 0, output
    for promised in [
        r"dynamodb Table +sequences-table +\d+\.\d s",
        r"table_name +sequences-table-",
        r'\{"name": "orders"\} +1\n.*\{"name": "orders"\} +2\n.*\{"name": "orders"\} +3\n',
        r'\{"first": 4, "last": 13, "increment": 1, "count": 10\}',
        r"100 calls by 4 at once +14 to 113, no two alike",
        r"UnknownSequenceError: sequence ordres: not declared; check the name, or declare it",
        r"104 changes, in order",
        r'"name": "orders", "old": 112, "new": 113',
    ]:
        assert re.search(promised, output), f"{promised}\n{output}"
    assert left_behind(scratch) == []


def test_the_user_s_own_aws_and_proxy_settings_are_ignored(start: Start) -> None:
    process = start("demo", **SETTINGS)
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 0, output


def test_a_kept_state_is_found_again(start: Start, scratch: Path, tmp_path: Path) -> None:
    for expected in (b"1", b"2"):
        process = start("up", "--persist", str(tmp_path / "state"))
        text = "".join(wait_for_line(process, "Ctrl-C"))
        [function] = re.findall(r"--function-name (\S+)", text)
        with closing(client_of(text, "lambda")) as functions:
            assert functions.invoke(FunctionName=function, Payload='{"name": "orders"}')["Payload"].read() == expected
        process.terminate()
        process.wait(20)
        assert left_behind(scratch) == []


@pytest.mark.parametrize(
    ("number", "after"),
    [
        *((number, after) for number in (signal.SIGINT, signal.SIGKILL) for after in MOMENTS),
        (signal.SIGTERM, "iam Role"),
        (signal.SIGHUP, "iam Role"),
    ],
)
def test_nothing_is_left_when_it_is_interrupted(
    start: Start, scratch: Path, number: signal.Signals, after: str
) -> None:
    process = start("demo")
    if after:
        wait_for_line(process, after)
    else:
        while not any(scratch.iterdir()):  # the emulator is just being started
            time.sleep(0.01)
    process.send_signal(number)
    output, _ = process.communicate(timeout=END_SECONDS + 40)  # a loaded machine takes its time
    assert process.returncode == (-number if number == signal.SIGKILL else 128 + number), output
    assert "Traceback" not in output
    assert "Warning" not in output
    assert left_behind(scratch) == []


def test_a_ctrl_c_before_all_is_loaded_ends_it_quietly(start: Start, scratch: Path) -> None:
    process = start("up", PYTHONVERBOSE="1")  # it prints each import
    wait_for_line(process, "import 'argparse'")  # which the command line imports first
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 128 + signal.SIGINT
    assert "Traceback" not in output
    assert left_behind(scratch) == []


def test_a_ctrl_c_after_the_end_changes_nothing(start: Start) -> None:
    process = start("demo")
    wait_for_line(process, "Taken down")
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0, output
    assert output == ""


def test_a_second_ctrl_c_changes_nothing(start: Start, scratch: Path) -> None:
    process = start("up")
    wait_for_line(process, "Ctrl-C")
    process.send_signal(signal.SIGINT)
    wait_for_line(process, "Taken down")
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 128 + signal.SIGINT
    assert output == ""
    assert left_behind(scratch) == []


DEAF = """
import time
from local.cli import signals
signals.END_SECONDS = 1
with signals.interruptible():
    while True:
        try:
            print("ready", flush=True)
            time.sleep(60)
        except KeyboardInterrupt:
            pass
"""


def test_a_program_that_ignores_a_ctrl_c_is_ended() -> None:
    with subprocess.Popen([sys.executable, "-c", DEAF], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as process:
        wait_for_line(process, "ready")
        process.send_signal(signal.SIGINT)
        try:
            assert process.wait(30) == 128 + signal.SIGINT
        finally:
            process.kill()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_an_output_that_is_full_is_reported(scratch: Path) -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "local", "demo"],
            cwd=REPOSITORY, env={**os.environ, "TMPDIR": str(scratch)}, stdout=full, stderr=subprocess.PIPE, text=True,
            timeout=60, check=False,
        )  # fmt: skip
    assert ended.returncode == 1
    assert ended.stderr == "error: standard output cannot be written: No space left on device\n"
    assert left_behind(scratch) == []


@pytest.mark.parametrize(
    ("arguments", "body", "message"),
    [
        (["--stack", "no/pe"], "", r"'no/pe' cannot be a stack's name"),
        (
            [],
            "aws.ecr.Repository('news')",
            r'aws:ecr/repository:Repository "news": this resource type is not supported',
        ),
        ([], "aws.cloudwatch.LogGroup('l', retention_in_days=2)", r'LogGroup "l": the emulator refuses it'),
        ([], "1 / 0", r"the program raised\n(.*\n)+.*__main__\.py\", line 3(.*\n)+.*ZeroDivisionError"),
        (["--persist", "/dev/null/state"], "", r"/dev/null/state cannot hold the state"),
    ],
)
def test_a_failure_is_one_clear_message(
    start: Start, scratch: Path, tmp_path: Path, arguments: list[str], body: str, message: str
) -> None:
    program = write_program(tmp_path / "program", body)
    process = start("up", *arguments, str(program))
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert re.search("error: .*" + message, output), output
    assert "local/" not in output
    assert left_behind(scratch) == []


def test_a_folder_without_a_program_is_reported(start: Start, tmp_path: Path) -> None:
    output, _ = start("up", str(tmp_path)).communicate(timeout=60)
    assert "is not a Pulumi program" in output


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "4.5", ""])
def test_a_wrong_port_is_named(start: Start, port: str) -> None:
    output, _ = start("up", f"--port={port}").communicate(timeout=60)
    assert f"argument --port: '{port}' is not a port; pass a number from 1 to 65535, such as 4566" in output


def test_a_port_that_is_taken_is_reported(start: Start, scratch: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = start("up", "--port", str(port))
        output, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert f"error: port {port} cannot be used" in output
    assert "--port" in output
    assert left_behind(scratch) == []


SLOW = "import time\ndef handler(event, context):\n    print('slow')\n    time.sleep(60)"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_function_that_still_runs_is_not_left_behind(
    start: Start, scratch: Path, tmp_path: Path, number: signal.Signals
) -> None:
    process = start("up", str(write_program(tmp_path / "program", function_program(SLOW, "timeout=60"))))
    text = "".join(wait_for_line(process, "Ctrl-C"))
    [function] = re.findall(r"  function +(\S+)", text)
    with closing(client_of(text, "lambda")) as functions:
        functions.invoke(FunctionName=function, InvocationType="Event")
    while not any("_worker.py" in line for line in processes_of(scratch)):
        time.sleep(0.1)
    time.sleep(0.5)  # until the handler sleeps
    process.send_signal(number)
    process.wait(20)
    assert left_behind(scratch) == []


def test_an_emulator_that_ends_by_itself_is_reported(start: Start, scratch: Path) -> None:
    process = start("up")
    wait_for_line(process, "Ctrl-C")
    [server] = [line for line in processes_of(scratch) if ".emulator.server" in line]
    os.kill(int(server.split()[0]), signal.SIGKILL)
    output, _ = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "error: the emulated AWS has ended" in output
    assert left_behind(scratch) == []


def test_a_missing_extra_is_named_with_the_command_that_installs_it() -> None:
    blocked = "import sys; sys.modules['rich'] = None; sys.argv[1:] = ['up']"
    code = f"{blocked}; from local.__main__ import main; sys.exit(main())"
    ended = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True)
    assert ended.returncode == 1
    assert ended.stderr == "local: rich is not installed; run pip install 'sequence-service[local]'\n"


def test_options_cannot_be_abbreviated() -> None:
    command = [sys.executable, "-m", "local", "up", "--por", "3"]
    ended = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)
    assert ended.returncode == 2
    assert "unrecognized arguments: --por" in ended.stderr
