"""Policies as pure functions: what IAM would read."""

import pytest

from components import policies

TABLE = "arn:aws:dynamodb:us-east-1:123456789012:table/orders"


def test_values_are_taken_with_update_item_alone_seeing_only_what_was_written() -> None:
    assert policies.take_values(TABLE) == {
        "Effect": "Allow",
        "Action": ["dynamodb:UpdateItem"],
        "Resource": TABLE,
        "Condition": {"StringEqualsIfExists": {"dynamodb:ReturnValues": ["NONE", "UPDATED_NEW"]}},
    }


def test_a_document_keeps_its_statements_in_order() -> None:
    first, second = policies.read_parameter("arn:a"), policies.trace()
    assert policies.document([first, second]) == {"Version": "2012-10-17", "Statement": [first, second]}


def test_failures_in_a_bucket_need_the_bucket_and_its_objects() -> None:
    assert policies.send_failures("arn:aws:s3:::failures")["Resource"] == [
        "arn:aws:s3:::failures",
        "arn:aws:s3:::failures/*",
    ]


@pytest.mark.parametrize("arn", ["", "queue", "arn:aws:sqs", "arn:aws:kafka:us-east-1:123456789012:topic/a"])
def test_failures_go_to_no_other_service(arn: str) -> None:
    with pytest.raises(ValueError, match=r"^on_failure_arn: must be the ARN of an SQS queue, an SNS topic or an S3"):
        policies.send_failures(arn)


def test_arns_of_other_partitions_stay_in_theirs() -> None:
    statement = policies.send_failures("arn:aws-cn:sqs:cn-north-1:123456789012:failures")
    assert statement["Resource"] == "arn:aws-cn:sqs:cn-north-1:123456789012:failures"
