"""Policy statements: what each one allows and denies."""

import pytest

from components.access import policies

from .decisions import allowed

BUCKET = "arn:aws:s3:::failures"
TABLE = "arn:aws:dynamodb:us-east-1:123456789012:table/orders"


def test_taking_values_needs_only_update_item() -> None:
    assert policies.take_values(TABLE) == {"Effect": "Allow", "Action": ["dynamodb:UpdateItem"], "Resource": TABLE}


@pytest.mark.parametrize("asked", ["NONE", "UPDATED_NEW", "ALL_OLD"])
def test_an_update_may_return_the_item(asked: str) -> None:
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
def test_a_writer_of_named_sequences_may_write_only_those(action: str, keys: list[str] | None, expected: bool) -> None:
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
def test_failures_do_not_go_to_another_accounts_bucket(owner: str, expected: bool) -> None:
    statement = policies.send_failures(BUCKET, "123456789012")
    assert allowed([statement], "s3:PutObject", f"{BUCKET}/batch", account=owner) is expected


def test_the_account_comes_from_the_tables_arn() -> None:
    assert policies.account_of(TABLE) == "123456789012"


INTERFACE = "arn:aws:ec2:us-east-1:123456789012:network-interface/eni-1"
NETWORK = [
    policies.create_network_interfaces("arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/a"),
    policies.manage_network_interfaces("arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/a"),
    policies.describe_network(),
    policies.deny_network_to_code(),
]


@pytest.mark.parametrize(
    ("action", "resource", "expected"),
    [
        ("ec2:CreateNetworkInterface", "arn:aws:ec2:us-east-1:123456789012:subnet/subnet-1", True),
        ("ec2:CreateNetworkInterface", "arn:aws:ec2:us-east-1:000000000000:subnet/shared-1", True),
        ("ec2:CreateNetworkInterface", "arn:aws:ec2:eu-west-1:123456789012:subnet/subnet-1", False),
        ("ec2:DeleteNetworkInterface", INTERFACE, True),
        ("ec2:DeleteNetworkInterface", INTERFACE.replace("us-east-1", "eu-west-1"), False),
        ("ec2:DeleteNetworkInterface", INTERFACE.replace("123456789012", "000000000000"), False),
        ("ec2:DescribeNetworkInterfaces", "*", True),
        ("ec2:RunInstances", INTERFACE, False),
    ],
)
def test_lambda_manages_network_interfaces_but_the_functions_code_may_not(
    action: str, resource: str, expected: bool
) -> None:
    function = "arn:aws:lambda:us-east-1:123456789012:function:orders-next-value"
    assert allowed(NETWORK, action, resource) is expected
    assert not allowed(NETWORK, action, resource, {"lambda:SourceFunctionArn": function})


@pytest.mark.parametrize("arn", ["", "queue", "arn:aws:sqs", "arn:aws:kafka:us-east-1:123456789012:topic/a"])
def test_only_queues_topics_and_buckets_may_get_failures(arn: str) -> None:
    with pytest.raises(ValueError, match=r"^on_failure_arn: must be the ARN of an SQS queue, an SNS topic or an S3"):
        policies.send_failures(arn, "123456789012")


def test_an_arn_of_another_partition_is_kept() -> None:
    statement = policies.send_failures("arn:aws-cn:sqs:cn-north-1:123456789012:failures", "123456789012")
    assert statement["Resource"] == "arn:aws-cn:sqs:cn-north-1:123456789012:failures"
