"""Services with every set of options that changes a policy, and the policies of each principal there."""

import json
from functools import cache
from typing import Any, NamedTuple, cast

from components import SequenceService, SequenceServiceArgs
from testing import RecordedStack, record
from tests.components.registered import FUNCTION, PERMISSION, POLICY, QUEUE, QUEUE_POLICY, ROLE, ROLE_POLICY

from . import resources

VPC = {"subnet_ids": ["subnet-1"], "security_group_ids": ["sg-1"]}
OWN_RIGHTS = {"actions": ["s3:GetObject"], "resources": [resources.RESOURCES["own-object"]]}
EXISTING = {"name": "orders-table-1a2b3c4", "arn": resources.TABLE, "stream_arn": resources.STREAM}

SETS: dict[str, dict[str, Any]] = {
    "plain": {},
    "lookup": {"parameter": {"lookup": True}},
    "key": {"kms_key_arn": resources.KEY},
    "existing": {"table": {"existing": EXISTING}, "consumer": {}},
    "tracing": {"function": {"tracing": True}},
    "vpc": {"function": {"vpc_config": VPC}},
    "url": {"http": {}},
    "open-url": {"http": {"authorization": "NONE"}},
    "provisioned": {"function": {"provisioned_concurrent_executions": 1}},
    "partner": {"http": {}},
    "partner-alias": {"http": {}, "function": {"provisioned_concurrent_executions": 1}},
    "all-writes": {"writer": {"all_writes": True}},
    "names": {"writer": {"all_writes": True, "sequences": ["orders", "invoices"]}},
    "patterns": {"writer": {"sequences": ["orders", "shop/*"]}},
    "every-name": {"writer": {"sequences": ["*"]}},
    "consumer": {"consumer": {}},
    "consumer-key": {"kms_key_arn": resources.KEY, "consumer": {}},
    "consumer-vpc": {"consumer": {"function": {"vpc_config": VPC, "tracing": True}}},
    "two-consumers": {"consumers": {"audit": {}, "search": {}}},
    "boundary": {
        "permissions_boundary_arn": resources.BOUNDARY,
        "function": {"tracing": True},
        "consumer": {"function": {"tracing": True}},
    },
    "own-rights": {"consumer": {"policy_statements": [OWN_RIGHTS]}},
    "to-queue": {"consumer": {"on_failure_arn": resources.OWN_QUEUE}},
    "to-topic": {"consumer": {"on_failure_arn": resources.TOPIC}},
    "to-bucket": {"consumer": {"on_failure_arn": resources.BUCKET}},
}

GROUPS = {  # sets that share rights
    "any": list(SETS),
    "with-key": [name for name in SETS if name.endswith("key")],
    "no-alias": [name for name in SETS if name not in ("provisioned", "partner-alias")],
    "with-alias": ["provisioned", "partner-alias"],
    "closed": [name for name in SETS if not name.startswith("partner")],
    "with-url": ["url", "partner"],
    "with-consumer": [name for name, options in SETS.items() if "consumer" in options],
    "with-queue": ["existing", "consumer", "consumer-key", "consumer-vpc", "own-rights", "boundary"],
}

Statements = list[dict[str, Any]]
BOUNDARIES: dict[str, Statements] = {
    resources.BOUNDARY: [{"Effect": "Allow", "Action": ["dynamodb:*", "logs:*", "sqs:*"], "Resource": "*"}],
}
SERVICES = {"apigateway": "apigateway.amazonaws.com", "s3": "s3.amazonaws.com"}
"""The principals that are services of AWS, which have no policy of their own."""


class Stack(NamedTuple):
    """The statements of each principal, the policy of each resource that has one, and the boundaries of roles."""

    principals: dict[str, Statements]
    resource_policies: dict[str, Statements]
    boundaries: dict[str, Statements]


@cache
def stack(options: str) -> Stack:
    """Record a service with this set of options and one caller."""
    args = {"sequences": {"orders": {}, "invoices": {}, "shop/*": {}, "*": {}}, **SETS[options]}

    def program() -> None:
        service = SequenceService("orders", cast(SequenceServiceArgs, args))
        service.grant_invoke("caller", "caller")
        if options.startswith("partner"):
            service.grant_invoke_account("partner", resources.PARTNER)
            service.grant_invoke_service("api", SERVICES["apigateway"], resources.ROUTES)
            service.grant_invoke_service("upload", SERVICES["s3"], resources.BUCKET)

    recorded = record(program, project="shop", stack="test")
    names = {
        "next-value": (ROLE_POLICY, "orders-next-value-policy"),
        "caller": (ROLE_POLICY, "orders-caller-invoke"),
        "writer": (POLICY, "orders-writer"),
        "operator": (POLICY, "orders-operator"),
    }
    functions = {"next-value": "orders-next-value"}
    for each in recorded.all(FUNCTION):
        if each.name != "orders-next-value":
            principal = each.name.rpartition("-")[2]
            functions[principal] = each.name
            names[principal] = (ROLE_POLICY, f"{each.name}-policy")
    principals = {principal: _statements(recorded.one(*name).inputs["policy"]) for principal, name in names.items()}
    boundaries = {
        principal: BOUNDARIES[role.inputs["permissions_boundary"]]
        for principal, name in functions.items()
        if "permissions_boundary" in (role := recorded.one(ROLE, f"{name}-role")).inputs
    }
    others: dict[str, Statements] = {name: [] for name in ("outsider", "stranger", *SERVICES)}
    return Stack({**principals, **others}, _resource_policies(recorded), boundaries)


def _statements(policy: str) -> Statements:
    found: Statements = json.loads(policy)["Statement"]
    return found


def _resource_policies(recorded: RecordedStack) -> dict[str, Statements]:
    trust = _statements(recorded.one(ROLE, "orders-next-value-role").inputs["assume_role_policy"])
    queues = [each for policy in recorded.all(QUEUE_POLICY) for each in _statements(policy.inputs["policy"])]
    assert len(queues) == len(recorded.all(QUEUE))
    found: dict[str, Statements] = {resources.ROLE: trust, resources.QUEUE: [], resources.FUNCTION: []}
    for statement in (*queues, *(_permission(each.inputs) for each in recorded.all(PERMISSION))):
        found.setdefault(statement["Resource"], []).append(statement)
    return found


def _permission(inputs: dict[str, Any]) -> dict[str, Any]:
    """The statement that Lambda makes of a permission ("AddPermission", AWS Lambda API Reference)."""
    keys = {"function_url_auth_type": "lambda:FunctionUrlAuthType", "source_account": "aws:SourceAccount"}
    equal = {key: inputs[name] for name, key in keys.items() if name in inputs}
    condition: dict[str, Any] = {"StringEquals": equal} if equal else {}
    if "invoked_via_function_url" in inputs:
        condition["Bool"] = {"lambda:InvokedViaFunctionUrl": str(inputs["invoked_via_function_url"]).lower()}
    if "source_arn" in inputs:
        condition["ArnLike"] = {"aws:SourceArn": inputs["source_arn"]}
    name = inputs["principal"]
    function = ":".join([resources.FUNCTION, *filter(None, [inputs.get("qualifier")])])
    principal = {"Service": name} if name.endswith(".amazonaws.com") else name if name == "*" else {"AWS": name}
    statement = {"Effect": "Allow", "Action": inputs["action"], "Resource": function}
    return {**statement, "Principal": principal, "Condition": condition}
