"""IAM: roles and policies."""

from collections.abc import Callable

from ..child import ACCOUNT
from .inputs import Inputs
from .kind import Created, Kind, Limit, Order, existing, present, tag_list
from .policies import has_dynamodb_condition, without_dynamodb_conditions


def _role(order: Order) -> Callable[[], Created]:
    inputs = order.inputs
    name, trust = order.physical_name(), inputs.text("assumeRolePolicy")
    settings = present(
        Description=inputs.text("description"),
        MaxSessionDuration=inputs.integer("maxSessionDuration"),
        Path=inputs.text("path"),
        PermissionsBoundary=inputs.text("permissionsBoundary"),
    )
    tags = tag_list(order.tags())

    def create() -> Created:
        iam = order.client("iam")
        with existing("EntityAlreadyExists") as found:
            iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust, Tags=tags, **settings)
        if found:
            iam.update_assume_role_policy(RoleName=name, PolicyDocument=trust)
            if boundary := settings.get("PermissionsBoundary"):
                iam.put_role_permissions_boundary(RoleName=name, PermissionsBoundary=boundary)
        role = iam.get_role(RoleName=name)["Role"]
        return Created(name, {"name": name, "arn": role["Arn"], "uniqueId": role["RoleId"], "path": role["Path"]})

    return create


def _role_policy(order: Order) -> Callable[[], Created]:
    name, role, document = order.physical_name(), order.inputs.text("role"), _document(order.inputs)

    def create() -> Created:
        order.client("iam").put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=document)
        return Created(f"{role}:{name}", {"name": name})

    return create


def _policy(order: Order) -> Callable[[], Created]:
    inputs = order.inputs
    name, document, path = order.physical_name(), _document(inputs), inputs.text("path") or "/"
    settings = present(Description=inputs.text("description"))
    tags = tag_list(order.tags())
    arn = f"arn:aws:iam::{ACCOUNT}:policy{path}{name}"

    def create() -> Created:
        iam = order.client("iam")
        with existing("EntityAlreadyExists") as found:
            iam.create_policy(PolicyName=name, PolicyDocument=document, Path=path, Tags=tags, **settings)
        if found:
            for version in iam.list_policy_versions(PolicyArn=arn)["Versions"]:
                if not version["IsDefaultVersion"]:  # a policy has room for five
                    iam.delete_policy_version(PolicyArn=arn, VersionId=version["VersionId"])
            iam.create_policy_version(PolicyArn=arn, PolicyDocument=document, SetAsDefault=True)
        policy = iam.get_policy(PolicyArn=arn)["Policy"]
        return Created(arn, {"name": name, "arn": arn, "path": path, "policyId": policy["PolicyId"]})

    return create


def _attachment(order: Order) -> Callable[[], Created]:
    role, arn = order.inputs.text("role"), order.inputs.text("policyArn")

    def create() -> Created:
        order.client("iam").attach_role_policy(RoleName=role, PolicyArn=arn)
        return Created(f"{role}/{arn}", {})

    return create


def _document(inputs: Inputs) -> str | None:
    text = inputs.text("policy")
    return text and without_dynamodb_conditions(text)


_CONDITIONS = Limit(
    "conditions on dynamodb: keys are left out, because the emulator does not know these keys",
    has_dynamodb_condition,
)
KINDS = {
    "aws:iam/policy:Policy": Kind(_policy, {"policy": _CONDITIONS}),
    "aws:iam/role:Role": Kind(_role),
    "aws:iam/rolePolicy:RolePolicy": Kind(_role_policy, {"policy": _CONDITIONS}),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": Kind(_attachment),
}
