"""One client for many threads, and for forked processes: connections are reused, but never shared by two processes."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import boto3
import pytest

from client import SequenceClient

from .counter import Counter
from .faulty_lambda import faulty_lambda

ROOT = Path(__file__).parents[2]


def test_threads_reuse_their_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    threads, rounds = 32, 4
    counter, together = Counter(), threading.Barrier(threads)
    with faulty_lambda(counter) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_LAMBDA", server.url)
        numbers = SequenceClient("sequences", session=boto3.Session(region_name="us-east-1"))

        def take(_: int) -> list[int]:
            taken = []
            for _ in range(rounds):
                together.wait(30)  # all threads call at once, so that each needs a connection
                taken.append(numbers.next_value("orders"))
            return taken

        with ThreadPoolExecutor(threads) as pool:
            values = [value for taken in pool.map(take, range(threads)) for value in taken]
        assert sorted(values) == list(range(1, threads * rounds + 1))
        assert server.connections <= threads


FORKS = """
import os, sys
import boto3
from client import SequenceClient

session = boto3.Session("test", "test", region_name="us-east-1")
if sys.argv[1] == "session":
    numbers = SequenceClient("sequences", session=session)
else:
    numbers = SequenceClient("sequences", lambda_client=session.client("lambda"))
numbers.next_value("parent")
children = []
for child in range(2):
    if not (process := os.fork()):
        name = f"child-{child}"
        expected = [range(first, first + 100) for first in range(1, 2000, 100)]
        os._exit([numbers.next_range(name, 100) for _ in range(20)] != expected)
    children.append(process)
assert [numbers.next_value("parent") for _ in range(20)] == list(range(2, 22))
assert [os.waitpid(process, 0)[1] for process in children] == [0, 0]
"""


@pytest.mark.parametrize("made_from", ["session", "lambda_client"])
def test_a_forked_child_uses_its_own_connections(made_from: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with faulty_lambda(Counter()) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_LAMBDA", server.url)
        ran = subprocess.run(
            [sys.executable, "-c", FORKS, made_from], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
        )
        assert ran.returncode == 0, ran.stderr
        assert server.connections == 3  # one of each process
