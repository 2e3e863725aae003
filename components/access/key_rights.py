"""The rights that a role needs to use the customer's KMS key."""

from functools import partial

import pulumi

from . import policies


def key_rights(
    kms_key_arn: pulumi.Input[str] | None, service: str, *, write: bool
) -> list[pulumi.Output[policies.Statement]]:
    """The right to use the key through one service; empty without a key."""
    if kms_key_arn is None:
        return []
    return [pulumi.Output.from_input(kms_key_arn).apply(partial(policies.use_key, service=service, write=write))]
