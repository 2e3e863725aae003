"""A consumer of the table's changes: function, dead-letter queue, event source mapping."""

from functools import partial
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from ..access import policies
from ..access.key_rights import key_rights
from ..function.lambda_function import LambdaFunction
from ..table.sequence_table import SequenceTable
from ..tags import Tags
from .args import ConsumerArgs
from .dead_letter_queue import dead_letter_queue
from .filter_patterns import filter_patterns


class ConsumerOutputs(TypedDict):
    """The outputs of one of several consumers."""

    function_name: pulumi.Output[str]
    """The name of the consumer's function."""

    function_arn: pulumi.Output[str]
    """The ARN of the consumer's function, or of its alias."""

    dead_letter_queue_url: NotRequired[pulumi.Output[str]]
    """The URL of the consumer's dead-letter queue. Absent if you set `on_failure_arn`."""

    dead_letter_queue_arn: NotRequired[pulumi.Output[str]]
    """The ARN of the consumer's dead-letter queue. Absent if you set `on_failure_arn`."""


class StreamConsumer(pulumi.ComponentResource):
    """Gets every change of the table. After too many failures, Lambda reports the records to a queue."""

    def __init__(
        self,
        name: str,
        *,
        table: SequenceTable,
        options: ConsumerArgs,
        bundled: pulumi.Archive,
        kms_key_arn: pulumi.Input[str] | None,
        tags: Tags | None,
        permissions_boundary_arn: pulumi.Input[str] | None,
        opts: pulumi.ResourceOptions,
    ) -> None:
        super().__init__("sequence:index:StreamConsumer", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        queue = None if "on_failure_arn" in options else dead_letter_queue(name, kms_key_arn, tags, child)
        failures = pulumi.Output.from_input(options["on_failure_arn"]) if queue is None else queue.arn
        queue_key = None if queue is None else kms_key_arn
        own = [
            pulumi.Output.from_input(statement["resources"]).apply(partial(policies.allow, statement["actions"]))
            for statement in options["policy_statements"]
        ]
        consumer = LambdaFunction(
            name,
            code=options.get("code", bundled),
            handler=options.get("handler", "handlers.stream_consumer.handler"),
            description="Consumes the changes of the sequences' table",
            options=options["function"],
            # The bundled function refuses records of other tables.
            environment={} if "code" in options else {"SEQUENCE_TABLE_NAME": table.name},
            statements=[
                table.stream_arn.apply(policies.read_stream),
                table.arn.apply(policies.list_streams),
                pulumi.Output.all(failures, table.arn.apply(policies.account_of)).apply(
                    lambda pair: policies.send_failures(*pair)
                ),
                *table.key_rights(write=False),
                *key_rights(queue_key, "sqs", write=True),
                *own,
            ],
            policy_arns=options["policy_arns"],
            kms_key_arn=kms_key_arn,
            tags=tags,
            permissions_boundary_arn=permissions_boundary_arn,
            opts=child,
        )
        patterns = filter_patterns(options)
        aws.lambda_.EventSourceMapping(
            f"{name}-mapping",
            event_source_arn=table.stream_arn,
            function_name=consumer.arn,
            starting_position=options["starting_position"],
            batch_size=options["batch_size"],
            maximum_batching_window_in_seconds=options["maximum_batching_window_in_seconds"],
            parallelization_factor=options["parallelization_factor"],
            tumbling_window_in_seconds=options.get("tumbling_window_in_seconds"),
            filter_criteria={"filters": [{"pattern": pattern} for pattern in patterns]} if patterns else None,
            bisect_batch_on_function_error=options["bisect_batch_on_function_error"],
            function_response_types=["ReportBatchItemFailures"] if options["report_batch_item_failures"] else [],
            maximum_retry_attempts=options["maximum_retry_attempts"],
            maximum_record_age_in_seconds=options["maximum_record_age_in_seconds"],
            destination_config={"on_failure": {"destination_arn": failures}},
            tags=tags,
            # AWS refuses the mapping until the role may read the stream.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[consumer.policy]),
        )
        self.bundled = "code" not in options
        self.function_name = consumer.function.name
        self.function_arn = consumer.arn
        self.dead_letter_queue_url = None if queue is None else queue.url
        self.dead_letter_queue_arn = None if queue is None else queue.arn
        self.register_outputs(dict(self.outputs()))

    def outputs(self) -> ConsumerOutputs:
        """The outputs that this consumer has."""
        outputs: ConsumerOutputs = {"function_name": self.function_name, "function_arn": self.function_arn}
        if self.dead_letter_queue_url is not None and self.dead_letter_queue_arn is not None:
            outputs["dead_letter_queue_url"] = self.dead_letter_queue_url
            outputs["dead_letter_queue_arn"] = self.dead_letter_queue_arn
        return outputs
