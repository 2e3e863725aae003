"""The metrics that AWS documents: their dimensions and the statistics that make sense."""

from typing import NamedTuple

LAMBDA = '"Types of metrics for Lambda functions", AWS Lambda Developer Guide'
LAMBDA_URLS = '"Monitoring Lambda function URLs", AWS Lambda Developer Guide'
LAMBDA_DIMENSIONS = '"View metrics for Lambda functions", AWS Lambda Developer Guide'
DYNAMODB = '"DynamoDB metrics and dimensions", Amazon DynamoDB Developer Guide'
SQS = '"Available CloudWatch metrics for Amazon SQS", Amazon SQS Developer Guide'


class Documented(NamedTuple):
    """One metric."""

    dimensions: tuple[frozenset[str], ...]
    """The sets of dimensions under which it is published. Another set has no data, and an alarm on it never fires."""

    statistics: frozenset[str]
    sources: tuple[str, ...]


_FUNCTION = (frozenset({"FunctionName"}), frozenset({"FunctionName", "Resource"}))
_COUNT = frozenset({"Sum"})
_TIME = frozenset({"Average", "Maximum", "p50", "p99"})
_IN_LAMBDA = (LAMBDA, LAMBDA_DIMENSIONS)

DOCUMENTED = {
    ("AWS/Lambda", "Invocations"): Documented(_FUNCTION, _COUNT, _IN_LAMBDA),
    ("AWS/Lambda", "Errors"): Documented(_FUNCTION, _COUNT, _IN_LAMBDA),
    ("AWS/Lambda", "Throttles"): Documented(_FUNCTION, _COUNT, _IN_LAMBDA),
    ("AWS/Lambda", "Url5xxCount"): Documented(_FUNCTION, _COUNT, (LAMBDA_URLS,)),
    ("AWS/Lambda", "Duration"): Documented(_FUNCTION, _TIME, _IN_LAMBDA),
    ("AWS/Lambda", "IteratorAge"): Documented(_FUNCTION, frozenset({"Average", "Maximum"}), _IN_LAMBDA),
    ("AWS/DynamoDB", "WriteThrottleEvents"): Documented(
        (frozenset({"TableName"}), frozenset({"TableName", "GlobalSecondaryIndexName"})), _COUNT, (DYNAMODB,)
    ),
    ("AWS/DynamoDB", "SystemErrors"): Documented((frozenset({"TableName", "Operation"}),), _COUNT, (DYNAMODB,)),
    ("AWS/DynamoDB", "SuccessfulRequestLatency"): Documented(
        (frozenset({"TableName", "Operation"}),),
        frozenset({"Minimum", "Maximum", "Average", "SampleCount"}),
        (DYNAMODB,),
    ),
    ("AWS/SQS", "ApproximateNumberOfMessagesVisible"): Documented(
        (frozenset({"QueueName"}),), frozenset({"Average", "Minimum", "Maximum", "Sum", "SampleCount"}), (SQS,)
    ),
}
