"""Rights of other principals, as resources of the service that grants them."""

import pulumi
import pulumi_aws as aws

from . import policies

Role = aws.iam.Role | pulumi.Input[str]


def invoke(
    service: pulumi.Resource,
    name: str,
    role: Role,
    function_arn: pulumi.Output[str],
    opts: pulumi.ResourceOptions | None,
) -> aws.iam.RolePolicy:
    """An inline policy: the role may invoke the function."""
    statement = function_arn.apply(policies.invoke_function)
    return aws.iam.RolePolicy(
        f"{service.pulumi_resource_name}-{name}-invoke",
        role=_name(role),
        policy=pulumi.Output.json_dumps(policies.document([statement])),
        opts=_child(service, opts),
    )


def write(
    service: pulumi.Resource,
    name: str,
    role: Role,
    policy_arn: pulumi.Output[str],
    opts: pulumi.ResourceOptions | None,
) -> aws.iam.RolePolicyAttachment:
    """The managed policy, attached to the role."""
    return aws.iam.RolePolicyAttachment(
        f"{service.pulumi_resource_name}-{name}-write",
        role=_name(role),
        policy_arn=policy_arn,
        opts=_child(service, opts),
    )


def _name(role: Role) -> pulumi.Input[str]:
    return role.name if isinstance(role, aws.iam.Role) else role


def _child(service: pulumi.Resource, opts: pulumi.ResourceOptions | None) -> pulumi.ResourceOptions:
    return pulumi.ResourceOptions.merge(pulumi.ResourceOptions(parent=service), opts)
