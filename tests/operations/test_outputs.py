"""Outputs of any shape: a command ends with one line, never with a traceback."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from operations.outputs import CONSUMER_TEXTS, TEXTS

from .conftest import DEFINITION, Sequences
from .tables import moto_table

WRITE_IT = "write it with `pulumi stack output --json`"
ARN = "arn:aws:lambda:us-east-1:123456789012:function:f"
STREAM = "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000"


@pytest.mark.parametrize(
    ("outputs", "problem"),
    [
        ({"table_name": {"a": 1}}, 'table_name = {"a": 1}: must be a string'),
        ({"function_name": ["f"]}, 'function_name = ["f"]: must be a string'),
        ({"table_arn": 5}, "table_arn = 5: must be a string"),
        ({"dead_letter_queue_url": True}, "dead_letter_queue_url = true: must be a string"),
        ({"consumers": ["a"]}, 'consumers = ["a"]: must be an object of objects'),
        ({"consumers": {"a": "f"}}, 'consumers = {"a": "f"}: must be an object of objects'),
        ({"consumers": {"a": {"function_arn": {}}}}, "consumers.a.function_arn = {}: must be a string"),
        ({"table_name": ["x" * 99]}, f'table_name = ["{"x" * 38}...: must be a string'),
    ],
)
def test_an_output_of_another_type_is_shown_with_what_is_right(
    outputs: dict[str, Any], problem: str, sequences: Sequences, tmp_path: Path
) -> None:
    path = tmp_path / "outputs.json"
    path.write_text(json.dumps(outputs))
    ended = sequences("list", "--outputs", path)
    assert (ended.exit_code, ended.stdout) == (1, "")
    assert ended.stderr == f"sequences list: --outputs: {path}: {problem}; {WRITE_IT}\n"


@pytest.mark.parametrize(
    ("outputs", "problem"),
    [
        ({"consumer_function_arn": "no arn"}, "outputs: the consumer's function = 'no arn': must be a function's name"),
        ({"consumer_function_arn": ARN}, "outputs: stream_arn = '': must be a DynamoDB stream's ARN"),
        ({"consumer_function_arn": ARN, "stream_arn": "x"}, "outputs: stream_arn = 'x': must be a DynamoDB stream's"),
    ],
)
def test_redrive_names_the_output_that_is_wrong(
    outputs: dict[str, Any], problem: str, sequences: Sequences, tmp_path: Path
) -> None:
    path = tmp_path / "outputs.json"
    path.write_text(json.dumps({"dead_letter_queue_url": "https://sqs/1/letters", **outputs}))
    ended = sequences("redrive", "--outputs", path)
    assert (ended.exit_code, ended.stderr.count("\n")) == (1, 1)
    assert ended.stderr.startswith(f"sequences redrive: {problem}")


def mostly(right: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Something right, or any JSON."""
    leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    other = st.recursive(
        leaves, lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=4), inner), max_leaves=4
    )
    return st.one_of(right, right, other)


def objects(fields: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """An object with some of these fields."""
    return st.fixed_dictionaries({}, optional=fields)


TEXT = mostly(st.sampled_from(["f", "numbers", ARN, STREAM, "https://sqs.us-east-1.amazonaws.com/1/letters", ""]))
NUMBER = mostly(st.integers(-(10**40), 10**40) | st.integers(-3, 3) | st.sampled_from(["5", "9" * 5000, 1e300]))
DEFINED = mostly(st.builds(lambda own: {**DEFINITION, **own}, objects({**dict.fromkeys(DEFINITION, NUMBER)})))
SEQUENCES = mostly(
    st.dictionaries(st.sampled_from(["orders", "*", "a/*", ""]) | st.text(max_size=4), DEFINED, max_size=3)
)
CONSUMERS = mostly(
    st.dictionaries(st.text(max_size=4), mostly(objects(dict.fromkeys(CONSUMER_TEXTS, TEXT))), max_size=2)
)
OTHERS = set(TEXTS) - {"table_name", "function_name"}
OUTPUTS = mostly(
    st.fixed_dictionaries(
        {"table_name": mostly(st.just("numbers")), "function_name": mostly(st.just("f")), "sequences": SEQUENCES},
        optional={**dict.fromkeys(sorted(OTHERS), TEXT), "consumers": CONSUMERS},
    )
)
COMMANDS = (
    ["list"], ["show", "orders"], ["show", "a/*", "--json"], ["check"], ["redrive"], ["pause", "--dry-run"],
    ["next", "orders"], ["advance", "orders", "--to", "5"], ["restart", "orders", "--force", "--yes", "--json"],
    ["watch", "orders", "--times", "1", "--every", "0.2"], ["advance", "--from-table", "numbers"],
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(outputs=OUTPUTS, arguments=st.sampled_from(COMMANDS))
def test_a_command_never_ends_with_a_traceback(
    sequences: Sequences, tmp_path: Path, outputs: object, arguments: list[str]
) -> None:
    path = tmp_path / "any.json"
    path.write_text(json.dumps(outputs))
    with moto_table(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("time.sleep", lambda _: None)
        ended = sequences(*arguments, "--outputs", path)
    assert ended.exception is None or isinstance(ended.exception, SystemExit), outputs
    assert ended.exit_code in (0, 1)
    assert ended.stderr.count("\n") == (1 if ended.exit_code else 0), (ended.stderr, ended.stdout)
