"""The model of the table answers as DynamoDB Local does, to everything that the function sends."""

import json
import os
import random
import uuid
from typing import Any

import boto3
import pytest

from evidence.schedules.table import INVALID, Table
from handlers import aws
from handlers.aws.endpoint import Endpoint
from handlers.aws.http import HttpReply
from handlers.aws.transport import Transport
from handlers.counter_table import CounterTable, TokenAnswer
from handlers.request import Reply
from handlers.sequence import Move

ENVIRONMENT = {"AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}

UNUSED_OR_UNDEFINED: list[tuple[dict[str, str], dict[str, int]]] = [
    ({"#used": "v", "#other": "w"}, {":one": 1}),
    ({"#used": "v"}, {":one": 1, ":two": 2}),
    ({}, {}),
]


class Both(Transport):
    """Sends each request to DynamoDB Local and to the model, and compares the replies."""

    def __init__(self, url: str, table: Table) -> None:
        super().__init__(Endpoint.parse(url, "url"), "")
        self._table = table
        self.compared = {200: 0, 400: 0}

    def send(self, request: bytes, until: float) -> HttpReply:
        reply = super().send(request, until + 60)
        updated = self._table.update(request.partition(b"\r\n\r\n")[2])
        modelled, answered = json.loads(updated.body), json.loads(reply.body)
        assert (updated.status, modelled.get("Item")) == (reply.status, answered.get("Item"))
        assert modelled.get("Attributes") == answered.get("Attributes")
        assert modelled.get("__type") == answered.get("__type")
        self.compared[reply.status] += 1
        return reply


@pytest.fixture
def client(dynamodb_local_url: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Boto3's client of DynamoDB Local."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    session = boto3.Session("test", "test", region_name="us-east-1")
    return session.client("dynamodb", endpoint_url=dynamodb_local_url)


def test_the_model_answers_as_dynamodb_local_does(client: Any, dynamodb_local_url: str) -> None:
    name = f"t{uuid.uuid4().hex}"
    client.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "name", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "name", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    model = Table()
    both = Both(dynamodb_local_url, model)
    table = CounterTable(aws.Service("dynamodb", ENVIRONMENT, both), name)
    choose = random.Random(1)  # noqa: S311  a test must be repeatable
    for now in range(80):
        key, token = choose.choice("abcdefgh"), choose.choice("tuv")
        low = choose.randint(-9, 0)
        base = choose.choice([None, choose.randint(-9, 9)])
        table.move(key, Move(choose.randint(-3, 3), low, low + choose.choice([-1, 9]), base))
        table.probe(token)
        answers: list[Reply] = [now, {"first": "1"}]
        table.record(token, TokenAnswer(f"r{now}", choose.choice(answers), now + 3), now)
    assert min(both.compared.values()) > 40
    dynamodb = aws.Service("dynamodb", ENVIRONMENT, both)
    for names, values in (
        ({"#used": "v", "#other": "w"}, {":one": 1}),
        ({"#used": "v"}, {":one": 1, ":two": 2}),
        ({}, {}),
    ):
        parameters = {
            "TableName": name,
            "Key": {"name": {"S": "unused"}},
            "UpdateExpression": "SET #used = :one",
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": {key: {"N": str(value)} for key, value in values.items()},
        }
        sent = {key: value for key, value in parameters.items() if value}
        refused = dynamodb.call("UpdateItem", sent, what="table", refusal="ValidationException")
        assert refused.refused, "a name or value that is not used, or not defined"
    stored = {item["name"]["S"]: item for item in client.scan(TableName=name)["Items"]}
    assert stored == model.items


@pytest.mark.parametrize(
    "parameters",
    [
        {"UpdateExpression": "ADD #value :one"},
        {"ConditionExpression": "begins_with(#value, :one)"},
        {"ConditionExpression": "NOT #value = :one"},
        {"ConditionExpression": "(#value = :one)"},
        {"Expected": {}},
    ],
)
def test_the_model_refuses_what_it_does_not_know(parameters: dict[str, Any]) -> None:
    names = {"ExpressionAttributeNames": {"#value": "value"}, "ExpressionAttributeValues": {":one": {"N": "1"}}}
    with pytest.raises(ValueError, match="not"):
        Table().update(json.dumps({"Key": {"name": {"S": "a"}}, **names, **parameters}).encode())


@pytest.mark.parametrize(
    "unused", [{"ExpressionAttributeNames": {"#a": "a", "#b": "b"}}, {"UpdateExpression": "SET #c = :one"}]
)
def test_the_model_refuses_a_name_that_is_not_used_or_not_defined(unused: dict[str, Any]) -> None:
    update = {
        "Key": {"name": {"S": "a"}},
        "UpdateExpression": "SET #a = :one",
        "ExpressionAttributeNames": {"#a": "a"},
        "ExpressionAttributeValues": {":one": {"N": "1"}},
    }
    assert Table().update(json.dumps(update).encode()).status == 200
    updated = Table().update(json.dumps({**update, **unused}).encode())
    assert (updated.status, json.loads(updated.body)["__type"], updated.after) == (400, INVALID, None)
