"""The table, the SSM parameter that holds its name, and the writer policy."""

from functools import partial

import pulumi
import pulumi_aws as aws

from ..access import policies
from ..access.key_rights import key_rights
from ..tags import Tags
from .args import ParameterArgs, TableArgs, WriterArgs


class SequenceTable(pulumi.ComponentResource):
    """The table that holds the sequences, new or existing."""

    def __init__(
        self,
        name: str,
        *,
        table: TableArgs,
        parameter: ParameterArgs,
        writer: WriterArgs,
        stream: bool,
        kms_key_arn: pulumi.Input[str] | None,
        tags: Tags | None,
        opts: pulumi.ResourceOptions,
    ) -> None:
        super().__init__("sequence:index:SequenceTable", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        self._key_arn = kms_key_arn

        if "existing" in table:
            existing = table["existing"]
            self.name = pulumi.Output.from_input(existing["name"])
            self.arn = pulumi.Output.from_input(existing["arn"])
            self.stream_arn = pulumi.Output.from_input(existing.get("stream_arn", ""))
        else:
            own = _own_table(name, table, stream, kms_key_arn, tags, child)
            self.name, self.arn, self.stream_arn = own.name, own.arn, own.stream_arn

        self.parameter = aws.ssm.Parameter(
            f"{name}-table-name",
            name=parameter["name"],
            description="The name of the table that holds the sequences",
            type="String",
            insecure_value=self.name,  # with `value`, Pulumi would treat everything derived from it as a secret
            tags=tags,
            opts=child,
        )
        write = partial(policies.write_table, all_writes=writer["all_writes"], sequences=writer.get("sequences"))
        describe = [self.arn.apply(policies.describe_table)] if writer["all_writes"] else []
        statements = [self.arn.apply(write), *describe, *self.key_rights(write=True)]
        self.writer_policy = aws.iam.Policy(
            f"{name}-writer",
            description="Write the table that holds the sequences",
            policy=pulumi.Output.json_dumps(policies.document(statements)),
            tags=tags,
            opts=child,
        )
        self.register_outputs({"table_name": self.name, "table_arn": self.arn})

    def key_rights(self, *, write: bool) -> list[pulumi.Output[policies.Statement]]:
        """The right to use the customer's KMS key; empty if DynamoDB's own key encrypts the table."""
        return key_rights(self._key_arn, "dynamodb", write=write)


def _own_table(
    name: str,
    table: TableArgs,
    stream: bool,
    kms_key_arn: pulumi.Input[str] | None,
    tags: Tags | None,
    opts: pulumi.ResourceOptions,
) -> aws.dynamodb.Table:
    days = pulumi.Output.from_input(table["point_in_time_recovery_days"])
    recovery = days.apply(
        lambda days: {"enabled": True, "recovery_period_in_days": days} if days else {"enabled": False}
    )
    most = table.get("max_write_request_units")
    return aws.dynamodb.Table(
        f"{name}-table",
        name=table.get("name"),
        billing_mode="PAY_PER_REQUEST",
        on_demand_throughput=None if most is None else {"max_write_request_units": most},
        hash_key="name",
        attributes=[{"name": "name", "type": "S"}],
        ttl={"attribute_name": "expires_at", "enabled": True},
        deletion_protection_enabled=table["deletion_protection"],
        point_in_time_recovery=recovery,
        # Without this input, DynamoDB encrypts the table with a key that it owns.
        server_side_encryption=None if kms_key_arn is None else {"enabled": True, "kms_key_arn": kms_key_arn},
        stream_enabled=stream,
        stream_view_type=table["stream_view_type"] if stream else None,
        tags=tags,
        opts=opts,
    )
