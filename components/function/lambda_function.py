"""A Lambda function with its own role, policy and log group. Every function of the service is one of these."""

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_aws as aws

from ..access import policies
from ..access.key_rights import key_rights
from ..tags import Tags
from .alias import live_alias
from .args import FunctionArgs


class LambdaFunction(pulumi.ComponentResource):
    """A function that may write its log and do what its policy statements allow."""

    def __init__(
        self,
        name: str,
        *,
        code: pulumi.Archive,
        handler: pulumi.Input[str],
        description: str,
        options: FunctionArgs,
        environment: Mapping[str, pulumi.Input[str]],
        statements: Sequence[pulumi.Input[policies.Statement]],
        policy_arns: Sequence[pulumi.Input[str]] = (),
        kms_key_arn: pulumi.Input[str] | None,
        tags: Tags | None,
        permissions_boundary_arn: pulumi.Input[str] | None,
        opts: pulumi.ResourceOptions,
    ) -> None:
        super().__init__("sequence:index:LambdaFunction", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        log_group = aws.cloudwatch.LogGroup(
            f"{name}-logs",
            name_prefix=f"/aws/lambda/{name}-",
            retention_in_days=options["log_retention_days"],
            kms_key_id=kms_key_arn,
            tags=tags,
            opts=child,
        )
        role = aws.iam.Role(
            f"{name}-role",
            assume_role_policy=pulumi.Output.json_dumps(policies.assumed_by_lambda()),
            permissions_boundary=permissions_boundary_arn,
            tags=tags,
            opts=child,
        )
        # Lambda's own grant on the key is for one role. If the role is replaced, only this right lets a function start.
        decrypt = key_rights(kms_key_arn, "lambda", write=False)
        rights = [log_group.arn.apply(policies.write_logs), *decrypt, *statements]
        if options["tracing"]:
            rights.append(policies.trace())
        if "vpc_config" in options:
            interfaces = (policies.create_network_interfaces, policies.manage_network_interfaces)
            rights += [log_group.arn.apply(statement) for statement in interfaces]
            rights += [policies.describe_network(), policies.deny_network_to_code()]
        policy = aws.iam.RolePolicy(
            f"{name}-policy", role=role.name, policy=pulumi.Output.json_dumps(policies.document(rights)), opts=child
        )
        attachments = [
            aws.iam.RolePolicyAttachment(f"{name}-policy-{number}", role=role.name, policy_arn=arn, opts=child)
            for number, arn in enumerate(policy_arns, start=1)
        ]
        ready = options.get("provisioned_concurrent_executions")
        levels = (
            {"application_log_level": level, "system_log_level": level} if (level := options.get("log_level")) else {}
        )
        variables = {**options["environment"], **environment}
        self.function = aws.lambda_.Function(
            name,
            name=options.get("name"),
            description=description,
            code=code,
            handler=handler,
            runtime=options["runtime"],
            architectures=[options["architecture"]],
            memory_size=options["memory_size"],
            timeout=options["timeout"],
            reserved_concurrent_executions=options.get("reserved_concurrent_executions"),
            role=role.arn,
            environment={"variables": variables} if variables else None,
            kms_key_arn=kms_key_arn,
            layers=options.get("layers"),
            logging_config={"log_format": "JSON", "log_group": log_group.name, **levels},
            tracing_config={"mode": "Active"} if options["tracing"] else None,
            vpc_config=options.get("vpc_config"),
            publish=None if ready is None else True,
            tags=tags,
            # Without the policies, the first calls would fail. The log group needs no entry: logging_config names it.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy, *attachments]),
        )
        alias = None if ready is None else live_alias(name, self.function, ready, child)
        self.arn: pulumi.Output[str] = self.function.arn if alias is None else alias.arn
        """What callers invoke: the function, or its alias."""
        self.qualifier = None if alias is None else alias.name
        """The alias's name, if there is one."""
        self.policy = policy
        self.register_outputs({"function_name": self.function.name, "function_arn": self.arn})
