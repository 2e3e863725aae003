"""Policies as pure functions: what IAM would read."""

import pytest

from components.access import policies

from .decisions import allowed

BUCKET = "arn:aws:s3:::failures"
TABLE = "arn:aws:dynamodb:us-east-1:123456789012:table/orders"


def test_values_are_taken_with_update_item_alone() -> None:
    assert policies.take_values(TABLE) == {"Effect": "Allow", "Action": ["dynamodb:UpdateItem"], "Resource": TABLE}


@pytest.mark.parametrize("asked", ["NONE", "UPDATED_NEW", "ALL_OLD"])
def test_an_update_may_ask_for_the_item_that_it_touches(asked: str) -> None:
    statement = policies.take_values(TABLE)
    assert allowed([statement], "dynamodb:UpdateItem", TABLE, {"dynamodb:ReturnValues": asked})


@pytest.mark.parametrize(
    ("action", "keys", "expected"),
    [
        ("dynamodb:UpdateItem", ["orders"], True),
        ("dynamodb:BatchWriteItem", ["orders", "invoices"], True),
        ("dynamodb:BatchWriteItem", ["orders", "other"], False),
        ("dynamodb:UpdateItem", ["other"], False),
        ("dynamodb:UpdateItem", None, False),
        ("dynamodb:PutItem", None, False),
        ("dynamodb:DescribeTable", None, True),
    ],
)
def test_a_writer_of_named_sequences_writes_no_other_item(action: str, keys: list[str] | None, expected: bool) -> None:
    write = policies.write_table(TABLE, all_writes=True, sequences=["orders", "invoices"])
    context = {} if keys is None else {"dynamodb:LeadingKeys": keys}
    assert allowed([write, policies.describe_table(TABLE)], action, TABLE, context) is expected


def test_a_document_keeps_its_statements_in_order() -> None:
    first, second = policies.read_parameter("arn:a"), policies.trace()
    assert policies.document([first, second]) == {"Version": "2012-10-17", "Statement": [first, second]}


def test_failures_in_a_bucket_need_the_bucket_and_its_objects() -> None:
    statement = policies.send_failures(BUCKET, "123456789012")
    assert statement["Resource"] == [BUCKET, f"{BUCKET}/*"]


@pytest.mark.parametrize(("owner", "expected"), [("123456789012", True), ("000000000000", False)])
def test_failures_go_to_no_bucket_of_another_account(owner: str, expected: bool) -> None:
    statement = policies.send_failures(BUCKET, "123456789012")
    assert allowed([statement], "s3:PutObject", f"{BUCKET}/batch", account=owner) is expected


def test_the_account_of_a_table_is_in_its_arn() -> None:
    assert policies.account_of(TABLE) == "123456789012"


INTERFACE = "arn:aws:ec2:us-east-1:123456789012:network-interface/eni-1"
NETWORK = [
    policies.manage_network_interfaces("arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/a"),
    policies.describe_network(),
    policies.deny_network_to_code(),
]


@pytest.mark.parametrize(
    ("action", "resource", "expected"),
    [
        ("ec2:CreateNetworkInterface", "arn:aws:ec2:us-east-1:123456789012:subnet/subnet-1", True),
        ("ec2:DeleteNetworkInterface", INTERFACE, True),
        ("ec2:DeleteNetworkInterface", INTERFACE.replace("us-east-1", "eu-west-1"), False),
        ("ec2:DeleteNetworkInterface", INTERFACE.replace("123456789012", "000000000000"), False),
        ("ec2:DescribeNetworkInterfaces", "*", True),
        ("ec2:RunInstances", INTERFACE, False),
    ],
)
def test_lambda_manages_interfaces_in_one_account_and_region_and_the_functions_code_none(
    action: str, resource: str, expected: bool
) -> None:
    function = "arn:aws:lambda:us-east-1:123456789012:function:orders-next-value"
    assert allowed(NETWORK, action, resource) is expected
    assert not allowed(NETWORK, action, resource, {"lambda:SourceFunctionArn": function})


@pytest.mark.parametrize("arn", ["", "queue", "arn:aws:sqs", "arn:aws:kafka:us-east-1:123456789012:topic/a"])
def test_failures_go_to_no_other_service(arn: str) -> None:
    with pytest.raises(ValueError, match=r"^on_failure_arn: must be the ARN of an SQS queue, an SNS topic or an S3"):
        policies.send_failures(arn, "123456789012")


def test_arns_of_other_partitions_stay_in_theirs() -> None:
    statement = policies.send_failures("arn:aws-cn:sqs:cn-north-1:123456789012:failures", "123456789012")
    assert statement["Resource"] == "arn:aws-cn:sqs:cn-north-1:123456789012:failures"
