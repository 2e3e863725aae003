"""Leases in a Python without a GIL, where the iterators of ranges are not thread-safe."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
RUN = """
import sys, threading, time, types
sys._is_gil_enabled = lambda: False  # true already in a Python without a GIL
client = types.ModuleType("client")  # the room without boto3, which that Python may not have
client.__path__ = ["client"]
sys.modules["client"] = client
from client.lease import Lease

class Source:
    def __init__(self):
        self.following, self.lock = 1, threading.Lock()
    def next_range(self, name, count, *, token=None):
        with self.lock:
            self.following += count
            return range(self.following - count, self.following)

def take(lease, values):
    try:
        while True:
            values.append(lease.next())
            values.append(next(lease))
    except RuntimeError:
        pass

for size, enough in ((10, 5_000), (1_000, 100_000), (None, 100_000)):
    source = Source()
    lease = Lease(source, "orders", size=size)
    values = [[] for _ in range(8)]
    threads = [threading.Thread(target=take, args=(lease, mine)) for mine in values]
    for thread in threads:
        thread.start()
    while sum(map(len, values)) < enough:
        time.sleep(0.001)
    returned = lease.close()
    for thread in threads:
        thread.join()
    values = [value for mine in values + returned for value in mine]
    print(len(values) >= enough, sorted(values) == list(range(1, source.following)), "__next__" in vars(Lease))
"""


def pythons() -> list[str]:
    """The running interpreter, and those without a GIL on this machine."""
    return [sys.executable, *filter(None, map(shutil.which, ("python3.13t", "python3.14t")))]


@pytest.mark.parametrize("python", pythons())
def test_each_value_goes_to_one_thread(python: str) -> None:
    ran = subprocess.run([python, "-c", RUN], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert ran.stdout.splitlines() == ["True True True"] * 3, ran.stderr
