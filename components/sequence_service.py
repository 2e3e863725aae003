"""The component `SequenceService`: its resources, outputs and grants."""

import inspect
from typing import Any

import pulumi
import pulumi_aws as aws

from .access import grants, policies
from .access.invoke_grants import InvokeGrants
from .access.operation import operator_policy
from .consumer.stream_consumer import ConsumerOutputs, StreamConsumer
from .definitions.complete import exact_definitions
from .function.code_archive import code_archive
from .function.environment import next_value_environment
from .function.lambda_function import LambdaFunction
from .http.function_url import function_url
from .monitoring.monitoring import monitor
from .service_args import SERVICE_RULES, SequenceServiceArgs
from .service_options import read_options
from .table.sequence_table import SequenceTable


class SequenceService(InvokeGrants):
    """Unique numbers that count up: a DynamoDB table, a function that takes the next value, and their resources."""

    table_name: pulumi.Output[str]
    """The name of the table that holds the sequences."""

    table_arn: pulumi.Output[str]
    """The table's ARN."""

    parameter_name: pulumi.Output[str]
    """The name of the SSM parameter that holds the table's name."""

    parameter_arn: pulumi.Output[str]
    """The parameter's ARN."""

    function_name: pulumi.Output[str]
    """The name of the next-value function. Invoke it to take values; with provisioned concurrency, invoke
    `function_arn`."""

    function_arn: pulumi.Output[str]
    """The function's ARN. With provisioned concurrency, the ARN of its alias."""

    url: pulumi.Output[str] | None
    """The URL that takes requests over HTTP. Only with `http`."""

    writer_policy_arn: pulumi.Output[str]
    """The ARN of the managed policy that lets migrations write the table."""

    operator_policy_arn: pulumi.Output[str]
    """The ARN of the managed policy that lets operators use the command `sequences`."""

    sequences: pulumi.Output[dict[str, Any]]
    """The complete definitions, by name or pattern. An integer beyond 2^53 - 1 is a string, because Pulumi would round
    it."""

    stream_arn: pulumi.Output[str] | None
    """The ARN of the table's stream. Only with a consumer."""

    consumer_function_name: pulumi.Output[str] | None
    """The name of the consumer's function. Only with `consumer`."""

    consumer_function_arn: pulumi.Output[str] | None
    """The ARN of the consumer's function, or of its alias. Only with `consumer`."""

    dead_letter_queue_url: pulumi.Output[str] | None
    """The URL of the consumer's dead-letter queue. Only with `consumer`, and absent if you set `on_failure_arn`."""

    dead_letter_queue_arn: pulumi.Output[str] | None
    """The ARN of the consumer's dead-letter queue. Only with `consumer`, and absent if you set `on_failure_arn`."""

    consumers: dict[str, ConsumerOutputs] | None
    """The outputs of each consumer, by its name. Only with `consumers`."""

    dashboard_name: pulumi.Output[str] | None
    """The name of the CloudWatch dashboard. Only with `alarms`."""

    def __init__(self, name: str, args: SequenceServiceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """Create the service.

        Raises `InvalidArgsError` before it registers anything. The error lists every mistake in `args`.
        """
        options = read_options(name, args)
        super().__init__("sequence:index:SequenceService", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        table = SequenceTable(
            name,
            table=options.table,
            parameter=options.parameter,
            writer=options.writer,
            stream=bool(options.consumers),
            kms_key_arn=options.kms_key_arn,
            tags=options.tags,
            opts=child,
        )
        lookup = options.parameter["lookup"]
        next_value = LambdaFunction(
            f"{name}-next-value",
            code=code_archive("next_value", options.sequences),
            handler="handlers.next_value.handler",
            description="Takes the next values of a sequence",
            options=options.function,
            environment=next_value_environment(
                self,
                table={"SEQUENCE_SSM": table.parameter.name} if lookup else {"SEQUENCE_TABLE_NAME": table.name},
                token_seconds=options.token_seconds,
                token_rule=SERVICE_RULES[SequenceServiceArgs]["token_seconds"],
            ),
            statements=[
                table.arn.apply(policies.take_values),
                *([table.parameter.arn.apply(policies.read_parameter)] if lookup else []),
                *table.key_rights(write=True),
            ],
            kms_key_arn=options.kms_key_arn,
            tags=options.tags,
            permissions_boundary_arn=options.permissions_boundary_arn,
            opts=child,
        )
        http = options.http
        url = None if http is None else function_url(name, next_value, http, child)
        consumers = {
            consumer.name: StreamConsumer(
                f"{name}-{consumer.resource_suffix}",
                table=table,
                options=consumer.args,
                bundled=code_archive("stream_consumer", options.sequences),
                kms_key_arn=options.kms_key_arn,
                tags=options.tags,
                permissions_boundary_arn=options.permissions_boundary_arn,
                opts=child,
            )
            for consumer in options.consumers
        }
        self.dashboard_name = monitor(name, options, table, next_value.function, list(consumers.values()), child)
        operator = operator_policy(
            name,
            table=table,
            function=next_value,
            consumers=list(consumers.values()),
            kms_key_arn=options.kms_key_arn,
            tags=options.tags,
            opts=child,
        )
        only = consumers.pop("", None)

        self.table_name = table.name
        self.table_arn = table.arn
        self.parameter_name = table.parameter.name
        self.parameter_arn = table.parameter.arn
        self.function_name = next_value.function.name
        self.function_arn = next_value.arn
        self.url = url
        self._signed_url = http is not None and http["authorization"] == "AWS_IAM"
        self.writer_policy_arn = table.writer_policy.arn
        self.operator_policy_arn = operator.arn
        self.sequences = pulumi.Output.from_input(exact_definitions(options.sequences))
        self.stream_arn = table.stream_arn if options.consumers else None
        self.consumer_function_name = only.function_name if only else None
        self.consumer_function_arn = only.function_arn if only else None
        self.dead_letter_queue_url = only.dead_letter_queue_url if only else None
        self.dead_letter_queue_arn = only.dead_letter_queue_arn if only else None
        self.consumers = {name: consumer.outputs() for name, consumer in consumers.items()} or None
        self.register_outputs(self.outputs())

    def outputs(self) -> dict[str, Any]:
        """The outputs that this service has, by name. A program can export them."""
        values = {name: getattr(self, name) for name in inspect.get_annotations(SequenceService)}
        return {name: value for name, value in values.items() if value is not None}

    def grant_write(
        self, name: str, role: aws.iam.Role | pulumi.Input[str], opts: pulumi.ResourceOptions | None = None
    ) -> aws.iam.RolePolicyAttachment:
        """Attach the writer policy to a role, for migrations. `role` may also be a role's name.

        `name` works as in `grant_invoke`. A principal that may write the table can also set a sequence back.
        """
        return grants.attach(self, f"{name}-write", role, self.writer_policy_arn, opts)

    def grant_operate(
        self, name: str, role: aws.iam.Role | pulumi.Input[str], opts: pulumi.ResourceOptions | None = None
    ) -> aws.iam.RolePolicyAttachment:
        """Attach the operator policy to a role, for the command `sequences`. `role` may also be a role's name.

        `name` works as in `grant_invoke`. An operator may set a sequence back and stop the function.
        """
        return grants.attach(self, f"{name}-operate", role, self.operator_policy_arn, opts)
