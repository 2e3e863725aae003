"""The demo's exit code: 0 only if the service did what it promises."""

import pytest

from .conftest import Start
from .programs import function_program, write_program

EXPORTED = "pulumi.export('function_name', f.name)"
BROKEN = """
import time

class BrokenError(Exception):
    pass

def handler(event, context):
    global n
    n = globals().get("n", 0) + 1
    if {fails}:
        raise BrokenError("out of order")
    count = event.get("count")
    return dict(first=n, last=n + count - 1, increment=1, count=count) if count else {value}
"""


@pytest.mark.parametrize(
    ("fails", "value", "message"),
    [
        ("n == 1", "n", '{"name": "orders"}: BrokenError: out of order'),
        ("'count' in event", "n", '{"name": "orders", "count": 10}: BrokenError: out of order'),
        ("event['name'] != 'orders'", "7", "a value was issued twice"),
    ],
)
def test_a_failed_draw_fails_the_demo(
    start: Start, tmp_path_factory: pytest.TempPathFactory, fails: str, value: str, message: str
) -> None:
    body = function_program(BROKEN.format(fails=fails, value=value)) + EXPORTED
    process = start("demo", str(write_program(tmp_path_factory.mktemp("program"), body)))
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 1, output
    assert message in " ".join(output.split())
    assert "Traceback" not in output
