"""The environment of the next-value function."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from ..checking.rule import Rule


def next_value_environment(
    component: pulumi.Resource,
    *,
    table: Mapping[str, pulumi.Input[str]],
    token_seconds: pulumi.Input[int],
    token_rule: Rule,
) -> dict[str, pulumi.Input[str]]:
    """The function's variables. `table` is the variable that names the table or its parameter."""

    def checked(seconds: float) -> str:
        token_rule.require("token_seconds", seconds)
        return str(int(seconds))  # another stack's output is a float

    seconds: pulumi.Output[float] = pulumi.Output.from_input(token_seconds)
    return {**table, **_dns_suffix(component), "SEQUENCE_TOKEN_SECONDS": seconds.apply(checked)}


def _dns_suffix(component: pulumi.Resource) -> dict[str, str]:
    """The variable with the partition's DNS suffix. Not needed if the suffix is amazonaws.com."""
    suffix = aws.get_partition(opts=pulumi.InvokeOptions(parent=component)).dns_suffix
    return {} if suffix in (None, "amazonaws.com") else {"SEQUENCE_DNS_SUFFIX": suffix}
