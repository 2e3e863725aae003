"""The alias of a function with provisioned concurrency."""

import pulumi
import pulumi_aws as aws

LIVE = "live"


def live_alias(
    name: str, function: aws.lambda_.Function, executions: int, opts: pulumi.ResourceOptions
) -> aws.lambda_.Alias:
    """Create an alias of the function's newest version, with `executions` environments that are always ready.

    Lambda keeps environments ready only for a version or an alias. A caller of the plain function name does not reach
    them.
    """
    alias = aws.lambda_.Alias(
        f"{name}-{LIVE}",
        name=LIVE,
        description="The newest version, with environments that are always ready",
        function_name=function.name,
        function_version=function.version,
        opts=opts,
    )
    aws.lambda_.ProvisionedConcurrencyConfig(
        f"{name}-provisioned",
        function_name=function.name,
        qualifier=alias.name,
        provisioned_concurrent_executions=executions,
        opts=opts,
    )
    return alias
