"""The repository's program deployed: numbers drawn as a caller draws them."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pulumi

from components import SequenceService
from local import Deployment, Emulator

from .conftest import Deployed, Invoke
from .programs import table


def sequence_service(**options: Any) -> None:
    """A service with these options, and its outputs as the stack's."""
    args: Any = {"sequences": {"*": {}}, **options}
    service = SequenceService("numbers", args)
    for name, value in service.outputs().items():
        pulumi.export(name, value)


def test_values_count_up_and_a_range_takes_the_next_ones(service: Deployment, invoke: Invoke) -> None:
    function = service.outputs["function_name"]
    assert [invoke(function, {"name": "range"}) for _ in range(3)] == [1, 2, 3]
    assert invoke(function, {"name": "range", "count": 10}) == {"first": 4, "last": 13, "increment": 1, "count": 10}
    assert invoke(function, {"name": "range"}) == 14


def test_no_two_of_many_callers_at_once_get_the_same_value(service: Deployment, invoke: Invoke) -> None:
    function = service.outputs["function_name"]
    with ThreadPoolExecutor(8) as callers:
        values = list(callers.map(lambda _: invoke(function, {"name": "parallel"}), range(80)))
    assert sorted(values) == list(range(1, 81))


def test_the_stack_s_configuration_reaches_the_function(service: Deployment, invoke: Invoke) -> None:
    assert invoke(service.outputs["function_name"], {"name": "invoices"}) == 1000


def test_a_bad_request_is_a_function_error_that_names_the_field(service: Deployment, invoke: Invoke) -> None:
    reply = invoke(service.outputs["function_name"], {"name": "orders", "cuont": 3})
    assert "cuont" in reply["errorMessage"]


def test_the_consumer_logs_each_change_once_and_in_order(
    service: Deployment, emulator: Emulator, invoke: Invoke
) -> None:
    for _ in range(5):
        invoke(service.outputs["function_name"], {"name": "watched"})
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        lines = [each for each in emulator.printed_by(service.outputs["consumer_function_name"]) if '"watched"' in each]
        if len(lines) >= 5:
            break
        time.sleep(0.1)
    assert [f'"new": {value},' in line for value, line in enumerate(lines, start=1)] == [True] * 5


def test_the_function_finds_its_table_by_the_parameter(deployed: Deployed, invoke: Invoke) -> None:
    outputs = deployed(lambda: sequence_service(parameter={"lookup": True})).outputs
    assert invoke(outputs["function_name"], {"name": "orders"}) == 1
    assert invoke(outputs["function_name"], {"name": "orders"}) == 2


def test_an_existing_table_is_used(deployed: Deployed, emulator: Emulator, invoke: Invoke) -> None:
    def program() -> None:
        existing = table("existing")
        sequence_service(table={"existing": {"name": existing.name, "arn": existing.arn}})

    outputs = deployed(program).outputs
    assert outputs["table_name"].startswith("existing-")
    assert invoke(outputs["function_name"], {"name": "orders"}) == 1
    stored = emulator.client("dynamodb").get_item(TableName=outputs["table_name"], Key={"name": {"S": "orders"}})
    assert stored["Item"] == {"name": {"S": "orders"}, "value": {"N": "1"}}
