"""IAM: roles and policies."""

from collections.abc import Callable

from ..emulator.process import ACCOUNT
from .inputs import Inputs
from .policies import has_dynamodb_condition, without_dynamodb_conditions
from .resource_type import Created, IgnoreRule, ResourceRequest, ResourceType, already_exists, present, tag_list


def _role(request: ResourceRequest) -> Callable[[], Created]:
    inputs = request.inputs
    name, trust = request.physical_name(), inputs.text("assumeRolePolicy")
    settings = present(
        Description=inputs.text("description"),
        MaxSessionDuration=inputs.integer("maxSessionDuration"),
        Path=inputs.text("path"),
        PermissionsBoundary=inputs.text("permissionsBoundary"),
    )
    tags = tag_list(request.tags())

    def create() -> Created:
        iam = request.client("iam")
        with already_exists("EntityAlreadyExists") as found:
            iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust, Tags=tags, **settings)
        if found:
            iam.update_assume_role_policy(RoleName=name, PolicyDocument=trust)
            if boundary := settings.get("PermissionsBoundary"):
                iam.put_role_permissions_boundary(RoleName=name, PermissionsBoundary=boundary)
        role = iam.get_role(RoleName=name)["Role"]
        return Created(name, {"name": name, "arn": role["Arn"], "uniqueId": role["RoleId"], "path": role["Path"]})

    return create


def _role_policy(request: ResourceRequest) -> Callable[[], Created]:
    name, role, document = request.physical_name(), request.inputs.text("role"), _document(request.inputs)

    def create() -> Created:
        request.client("iam").put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=document)
        return Created(f"{role}:{name}", {"name": name})

    return create


def _policy(request: ResourceRequest) -> Callable[[], Created]:
    inputs = request.inputs
    name, document, path = request.physical_name(), _document(inputs), inputs.text("path") or "/"
    settings = present(Description=inputs.text("description"))
    tags = tag_list(request.tags())
    arn = f"arn:aws:iam::{ACCOUNT}:policy{path}{name}"

    def create() -> Created:
        iam = request.client("iam")
        with already_exists("EntityAlreadyExists") as found:
            iam.create_policy(PolicyName=name, PolicyDocument=document, Path=path, Tags=tags, **settings)
        if found:
            for version in iam.list_policy_versions(PolicyArn=arn)["Versions"]:
                if not version["IsDefaultVersion"]:  # a policy has room for five
                    iam.delete_policy_version(PolicyArn=arn, VersionId=version["VersionId"])
            iam.create_policy_version(PolicyArn=arn, PolicyDocument=document, SetAsDefault=True)
        policy = iam.get_policy(PolicyArn=arn)["Policy"]
        return Created(arn, {"name": name, "arn": arn, "path": path, "policyId": policy["PolicyId"]})

    return create


def _attachment(request: ResourceRequest) -> Callable[[], Created]:
    role, arn = request.inputs.text("role"), request.inputs.text("policyArn")

    def create() -> Created:
        request.client("iam").attach_role_policy(RoleName=role, PolicyArn=arn)
        return Created(f"{role}/{arn}", {})

    return create


def _document(inputs: Inputs) -> str | None:
    text = inputs.text("policy")
    return text and without_dynamodb_conditions(text)


_CONDITIONS = IgnoreRule(
    "conditions on dynamodb: keys are left out, because the emulator does not know these keys",
    has_dynamodb_condition,
)
RESOURCE_TYPES = {
    "aws:iam/policy:Policy": ResourceType(_policy, {"policy": _CONDITIONS}),
    "aws:iam/role:Role": ResourceType(_role),
    "aws:iam/rolePolicy:RolePolicy": ResourceType(_role_policy, {"policy": _CONDITIONS}),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ResourceType(_attachment),
}
