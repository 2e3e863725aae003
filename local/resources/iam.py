"""IAM: roles and policies."""

from typing import Any

from ..emulator.process import ACCOUNT
from .ignored import IgnoreRule
from .policies import has_dynamodb_condition, without_dynamodb_conditions
from .resource_type import Call, NewResource, ResourceType

_EXISTS = ("EntityAlreadyExists",)
_CONDITIONS = IgnoreRule(
    "conditions on `dynamodb:` keys are left out, because the emulator does not know these keys", has_dynamodb_condition
)


def _update_role(role: NewResource) -> None:
    trust = role.parameters["AssumeRolePolicyDocument"]
    role.client.update_assume_role_policy(RoleName=role.name, PolicyDocument=trust)
    if "PermissionsBoundary" in role.parameters:
        role.call("put_role_permissions_boundary")


def _role_outputs(role: NewResource) -> dict[str, Any]:
    found = role.client.get_role(RoleName=role.name)["Role"]
    return {"arn": found["Arn"], "name": role.name, "path": found["Path"], "uniqueId": found["RoleId"]}


def _update_policy(policy: NewResource) -> None:
    arn = _policy_arn(policy)
    for version in policy.client.list_policy_versions(PolicyArn=arn)["Versions"]:
        if not version["IsDefaultVersion"]:  # a policy can have five versions
            policy.client.delete_policy_version(PolicyArn=arn, VersionId=version["VersionId"])
    policy.call("create_policy_version", PolicyArn=arn, SetAsDefault=True)


def _policy_arn(policy: NewResource) -> str:
    return f"arn:aws:iam::{ACCOUNT}:policy{policy.parameters.get('Path', '/')}{policy.name}"


def _policy_outputs(policy: NewResource) -> dict[str, Any]:
    arn = _policy_arn(policy)
    found = policy.client.get_policy(PolicyArn=arn)["Policy"]
    return {"id": arn, "arn": arn, "name": policy.name, "path": found["Path"], "policyId": found["PolicyId"]}


RESOURCE_TYPES = {
    "aws:iam/policy:Policy": ResourceType(
        "iam",
        Call(
            "create_policy",
            inputs=("description", "path", "policy"),
            renamed={"policy": "PolicyDocument"},
            changed={"policy": without_dynamodb_conditions},
            name="PolicyName",
        ),
        exists=_EXISTS,
        adopt=_update_policy,
        outputs=_policy_outputs,
        ignored={"policy": _CONDITIONS},
    ),
    "aws:iam/role:Role": ResourceType(
        "iam",
        Call(
            "create_role",
            inputs=("assumeRolePolicy", "description", "maxSessionDuration", "path", "permissionsBoundary"),
            renamed={"assumeRolePolicy": "AssumeRolePolicyDocument"},
            name="RoleName",
        ),
        exists=_EXISTS,
        adopt=_update_role,
        outputs=_role_outputs,
    ),
    "aws:iam/rolePolicy:RolePolicy": ResourceType(
        "iam",
        Call(
            "put_role_policy",
            inputs=("policy", "role"),
            renamed={"policy": "PolicyDocument", "role": "RoleName"},
            changed={"policy": without_dynamodb_conditions},
            name="PolicyName",
        ),
        outputs=lambda policy: {"id": f"{policy.parameters['RoleName']}:{policy.name}", "name": policy.name},
        ignored={"policy": _CONDITIONS},
    ),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ResourceType(
        "iam",
        Call("attach_role_policy", inputs=("policyArn", "role"), renamed={"role": "RoleName"}),
        outputs=lambda made: {"id": f"{made.parameters['RoleName']}/{made.parameters['PolicyArn']}"},
    ),
}
