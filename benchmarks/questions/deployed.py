"""What of this is left behind the Lambda API? The program, deployed to the emulated AWS, beside two small functions."""

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import Any

import pulumi
import pulumi_aws as aws

from components import SequenceService
from local import Emulator, deploy

from ..answer import Answer, Figure, Plan, per_second
from ..place import ROOT, Place
from ..spread import Spread
from ..turns import turns

QUESTION = "deployed"
CALLS = {1: 12, 8: 64}  # of one measurement, by callers; MiniStack waits 50 ms after a call that logs nothing
ORDERED, CACHED, MINIMAL, NO_OP = "this service, ordered", "this service, cached", "minimal function", "no-op function"
CONTENDERS = ROOT / "benchmarks" / "contenders"
TRUST = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}


def program() -> None:
    """A Pulumi program: this service with its defaults, a minimal boto3 function, a function that does nothing."""
    service = SequenceService("service", {"sequences": {"ordered": {}, "cached": {"cache": 50}}})
    table = aws.dynamodb.Table(
        "counters", billing_mode="PAY_PER_REQUEST", hash_key="name", attributes=[{"name": "name", "type": "S"}]
    )
    role = aws.iam.Role("role", assume_role_policy=_policy(TRUST))
    allowed = table.arn.apply(
        lambda arn: _policy({"Effect": "Allow", "Action": "dynamodb:UpdateItem", "Resource": arn})
    )
    policy = aws.iam.RolePolicy("policy", role=role.name, policy=allowed)
    pulumi.export("ours", service.function_name)
    for name in ("bare_boto3", "no_op"):
        function = aws.lambda_.Function(
            name.replace("_", "-"),
            role=role.arn,
            runtime="python3.13",
            handler=f"{name}.handler",
            memory_size=256,
            timeout=10,
            environment={"variables": {"TABLE_NAME": table.name}},
            code=pulumi.AssetArchive({f"{name}.py": pulumi.FileAsset(str(CONTENDERS / f"{name}.py"))}),
            opts=pulumi.ResourceOptions(depends_on=[policy]),
        )
        pulumi.export(name, function.name)


def ask(place: Place, plan: Plan) -> Answer:
    """Call all four through the Lambda API, in turn."""
    with Emulator.start() as emulator:
        outputs = deploy(program, project="benchmark", emulator=emulator).outputs
        functions = emulator.client("lambda")

        def caller(side: str, output: str, name: str) -> Callable[[], None]:
            def call() -> None:
                reply = functions.invoke(FunctionName=outputs[output], Payload=json.dumps({"name": name}))
                value = json.load(reply["Payload"])
                if "FunctionError" in reply:
                    raise RuntimeError(f"{side}: {value}")
                if side != NO_OP:
                    place.ledger.add(f"deployed {output} {name}", [value])

            return call

        sides = {
            ORDERED: caller(ORDERED, "ours", "ordered"),
            CACHED: caller(CACHED, "ours", "cached"),
            MINIMAL: caller(MINIMAL, "bare_boto3", "minimal"),
            NO_OP: caller(NO_OP, "no_op", ""),
        }
        for callers in CALLS:
            for call in sides.values():
                _pace(call, callers, CALLS[callers] if not plan.quick else callers)  # starts the workers
        rounds = [
            {
                (side, callers): _pace(sides[side], callers, CALLS[callers] if not plan.quick else callers)
                for side, callers in order
            }
            for order in turns(product(sides, CALLS), plan.at_most(5))
        ]
    calls = ", ".join(f"{calls} calls by {callers}" for callers, calls in CALLS.items())
    return Answer(_figures(rounds), {"deployed": _series(rounds)}, lengths={"deployed": calls})


def _policy(statement: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _pace(call: Callable[[], None], callers: int, calls: int) -> float:
    with ThreadPoolExecutor(callers) as pool:
        begin = time.perf_counter()
        list(pool.map(lambda _: call(), range(calls)))
        return calls / (time.perf_counter() - begin)


def _figures(rounds: list[dict[tuple[str, int], float]]) -> list[Figure]:
    compared = (
        ("ordered, to a minimal function, 1 caller", ORDERED, MINIMAL, 1),
        ("ordered, to a minimal function, 8 callers", ORDERED, MINIMAL, 8),
        ("cached, to a no-op, 8 callers", CACHED, NO_OP, 8),
    )
    return [
        Figure(
            QUESTION,
            name,
            per_second(Spread.of(each[side, callers] for each in rounds).median),
            Spread.of(each[side, callers] / each[other, callers] for each in rounds),
        )
        for name, side, other, callers in compared
    ]


def _series(rounds: list[dict[tuple[str, int], float]]) -> dict[str, dict[str, Spread]]:
    series: dict[str, dict[str, Spread]] = {}
    for side, callers in sorted(rounds[0]):
        series.setdefault(side, {})[f"{callers} callers"] = Spread.of(each[side, callers] for each in rounds)
    return series
