"""Give other principals rights on a service, as child resources of that service."""

from typing import cast

import pulumi
import pulumi_aws as aws

from . import policies


def invoke(
    name: str,
    role: aws.iam.Role | pulumi.Input[str],
    function_arn: pulumi.Output[str],
    opts: pulumi.ResourceOptions,
    *,
    url: bool,
) -> aws.iam.RolePolicy:
    """Add an inline policy to the role: it may invoke the function, and with `url` also call its URL."""
    rights = (policies.invoke_function, policies.invoke_url) if url else (policies.invoke_function,)
    return aws.iam.RolePolicy(
        name,
        role=_name(role),
        policy=pulumi.Output.json_dumps(policies.document([function_arn.apply(right) for right in rights])),
        opts=opts,
    )


def attach(
    service: pulumi.Resource,
    name: str,
    role: aws.iam.Role | pulumi.Input[str],
    policy_arn: pulumi.Output[str],
    opts: pulumi.ResourceOptions | None,
) -> aws.iam.RolePolicyAttachment:
    """Attach a managed policy to the role. `name` is the last part of the attachment's name."""
    return aws.iam.RolePolicyAttachment(
        f"{service.pulumi_resource_name}-{name}",
        role=_name(role),
        policy_arn=policy_arn,
        opts=child(service, opts),
    )


def _name(role: aws.iam.Role | pulumi.Input[str]) -> pulumi.Input[str]:
    if isinstance(role, str):
        return _checked(role)
    name = role.name if isinstance(role, aws.iam.Role) else role
    return cast(pulumi.Output[str], pulumi.Output.from_input(name)).apply(_checked)


def _checked(name: str) -> str:
    if name.startswith("arn:"):
        raise ValueError(f"role: {name} is an ARN; pass the role, or its name, for example {name.rpartition('/')[2]}")
    return name


def child(service: pulumi.Resource, opts: pulumi.ResourceOptions | None) -> pulumi.ResourceOptions:
    """The options of a grant: a child of the service, unless the caller's own options say otherwise."""
    return pulumi.ResourceOptions.merge(pulumi.ResourceOptions(parent=service), opts)
