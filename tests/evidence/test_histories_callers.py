"""What the callers of the recorded histories write down when something unexpected happens."""

import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from evidence.histories import caller
from evidence.histories.history import Operation, Recorder, read_folder
from evidence.histories.leases import LeaseUser

# A thread that dies prints its traceback; here that is what the test wants.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")


class FakeLease:
    """Hands out some values, then raises."""

    def __init__(self, values: range, error: Exception) -> None:
        self._values, self._error = iter(values), error

    def next(self) -> int:
        for value in self._values:
            return value
        raise self._error

    def close(self) -> list[range]:
        raise self._error


def batch_of(tmp_path: Path, values: range, error: Exception) -> list[Operation]:
    """What a batch of this lease leaves in the history."""
    client: Any = type("FakeClient", (), {"lease": lambda _self, _name: FakeLease(values, error)})()
    user = LeaseUser(client, Recorder(tmp_path / "caller-1.jsonl"), "leased", 0, 0)
    user._batch(*user._present)
    return read_folder(tmp_path)


@pytest.mark.parametrize("error", [RuntimeError("closed"), KeyError("x"), TypeError("x")])
def test_an_error_after_some_values_of_a_lease_is_recorded_and_so_are_the_values(
    tmp_path: Path, error: Exception
) -> None:
    ok, failed = batch_of(tmp_path, range(1, 4), error)
    assert (ok.ok, ok.values) == (True, [(1, 3)])
    assert (failed.error, failed.values, failed.kind) == (type(error).__name__, [], "lease")


def test_an_error_of_a_lease_without_values_is_recorded(tmp_path: Path) -> None:
    (failed,) = batch_of(tmp_path, range(0), KeyError("x"))
    assert failed.error == "KeyError"


def test_an_error_of_close_is_recorded_and_a_closed_lease_may_say_so(tmp_path: Path) -> None:
    client: Any = type("FakeClient", (), {"lease": lambda _self, _name: FakeLease(range(1, 3), RuntimeError("no"))})()
    user = LeaseUser(client, Recorder(tmp_path / "caller-1.jsonl"), "leased", 0, 0)
    user._close()
    user._batch(*user._present)
    close, batch = read_folder(tmp_path)
    assert (close.kind, close.error) == ("close", "RuntimeError")
    assert (batch.ok, batch.values) == (True, [(1, 2)])


@pytest.mark.parametrize(("error", "code"), [(None, 0), (KeyError("x"), 1)])
def test_a_caller_with_a_dead_thread_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception | None, code: int
) -> None:
    def calls(*_: object) -> None:
        if error:
            raise error

    monkeypatch.setattr(caller, "end_with_parent", lambda: None)
    monkeypatch.setattr(caller.Caller, "calls", calls)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)  # restored at the end
    arguments = ["http://127.0.0.1:9", str(tmp_path / "caller-1.jsonl"), "2", "0", "0", "0", "seed"]
    monkeypatch.setattr(sys, "argv", ["caller", *arguments])
    assert caller.main() == code
