"""Node.js reads every reply exactly: strings of a wide sequence as BigInt, all other numbers as they are."""

import json
import shutil
import subprocess
from typing import Any

from handlers.http_event import respond

from ..conftest import skip_unless_ci
from .empty_table import allocator
from .http.events import format_2

# Every reply is read as a caller reads it. A BigInt has no JSON, so the program prints digits.
PROGRAM = """
const bodies = JSON.parse(require("fs").readFileSync(0, "utf8"));
const numbers = (reply) => typeof reply === "object" ? [reply.first, reply.last, reply.increment] : [reply];
const digits = (number) => (typeof number === "string" ? BigInt(number) : number).toString();
console.log(JSON.stringify(bodies.map((body) => numbers(JSON.parse(body)).map(digits))));
"""
END = 10**37
SAFE = 2**53 - 1


def read_by_node(bodies: list[str]) -> Any:
    """The digits of all numbers in these JSON documents."""
    node = shutil.which("node")
    if not node:
        skip_unless_ci("node is not installed")
    ran = subprocess.run(
        [str(node), "-e", PROGRAM], input=json.dumps(bodies), capture_output=True, text=True, check=True, timeout=60
    )
    return json.loads(ran.stdout)


def test_node_reads_every_value_and_range_exactly() -> None:
    function = allocator(
        {
            "wide/*": {"min_value": -END, "max_value": END, "start": END - 12345678901234567},
            "low": {"increment": -3, "min_value": -END, "start": -END + 10},
            "just-wide": {"max_value": SAFE + 2, "start": SAFE + 1},
            "safe": {"start": SAFE - 1},
        }
    )
    requests: list[dict[str, Any]] = [
        {"name": "wide/1"},
        {"name": "wide/1", "count": 1_000_000},
        {"name": "low", "count": 4},
        {"name": "just-wide", "count": 2},
        {"name": "safe", "count": 2},
    ]
    bodies = [respond(format_2(request), function.answer)["body"] for request in requests]
    first = END - 12345678901234567
    assert read_by_node(bodies) == [
        [str(first)],
        [str(first), str(first + 999_999), "1"],
        [str(-END + 10), str(-END + 1), "-3"],
        [str(SAFE + 1), str(SAFE + 2), "1"],
        [str(SAFE - 1), str(SAFE), "1"],
    ]


def test_node_would_round_the_same_value_as_a_number() -> None:
    assert read_by_node([f"{SAFE + 2}"]) != [[f"{SAFE + 2}"]]
