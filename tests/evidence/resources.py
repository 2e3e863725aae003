"""The resources that rights.txt names, as ARNs. The service's own have the names that `record` gives them."""

_HERE = "us-east-1:123456789012"
_STREAM = f"arn:aws:dynamodb:{_HERE}:table/orders-table-1a2b3c4/stream"

TABLE = f"arn:aws:dynamodb:{_HERE}:table/orders-table-1a2b3c4"
STREAM = f"{_STREAM}/2026-01-01T00:00:00.000"
FUNCTION = f"arn:aws:lambda:{_HERE}:function:orders-next-value-1a2b3c4"
QUEUE = f"arn:aws:sqs:{_HERE}:orders-consumer-dead-letters-1a2b3c4"
ROLE = "arn:aws:iam::123456789012:role/orders-next-value-role-1a2b3c4"
KEY = f"arn:aws:kms:{_HERE}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
OWN_QUEUE = f"arn:aws:sqs:{_HERE}:failures"
TOPIC = f"arn:aws:sns:{_HERE}:failures"
BUCKET = "arn:aws:s3:::failures"

PARTNER = "000000000000"
ROUTES = f"arn:aws:execute-api:{_HERE}:abc/*/POST/next"
BOUNDARY = "arn:aws:iam::123456789012:policy/boundary"

RESOURCES = {
    "*": "*",
    "table": TABLE,
    "index": f"{TABLE}/index/by-value",
    "stream": STREAM,
    "any-stream": f"{_STREAM}/*",
    "parameter": f"arn:aws:ssm:{_HERE}:parameter/shop/test/orders/table-name",
    "function": FUNCTION,
    "alias": f"{FUNCTION}:live",
    "consumer-function": f"arn:aws:lambda:{_HERE}:function:orders-consumer-1a2b3c4",
    "log": f"arn:aws:logs:{_HERE}:log-group:/aws/lambda/orders-next-value-1a2b3c4:log-stream:today",
    "log-group": f"arn:aws:logs:{_HERE}:log-group:/aws/lambda/orders-next-value-1a2b3c4",
    "consumer-log": f"arn:aws:logs:{_HERE}:log-group:/aws/lambda/orders-consumer-1a2b3c4:log-stream:today",
    "queue": QUEUE,
    "alarm": f"arn:aws:cloudwatch:{_HERE}:alarm:orders-rewinds",
    "far-alarm": "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:orders-rewinds",
    "role": ROLE,
    "key": KEY,
    "own-queue": OWN_QUEUE,
    "audit-function": f"arn:aws:lambda:{_HERE}:function:orders-consumers-audit-1a2b3c4",
    "audit-log": f"arn:aws:logs:{_HERE}:log-group:/aws/lambda/orders-consumers-audit-1a2b3c4:log-stream:today",
    "audit-queue": f"arn:aws:sqs:{_HERE}:orders-consumers-audit-dead-letters-1a2b3c4",
    "search-function": f"arn:aws:lambda:{_HERE}:function:orders-consumers-search-1a2b3c4",
    "search-log": f"arn:aws:logs:{_HERE}:log-group:/aws/lambda/orders-consumers-search-1a2b3c4:log-stream:today",
    "search-queue": f"arn:aws:sqs:{_HERE}:orders-consumers-search-dead-letters-1a2b3c4",
    "route": f"arn:aws:execute-api:{_HERE}:abc/prod/POST/next",
    "other-route": f"arn:aws:execute-api:{_HERE}:abc/prod/POST/other",
    "other-api": f"arn:aws:execute-api:{_HERE}:xyz/prod/POST/next",
    "foreign-route": "arn:aws:execute-api:us-east-1:000000000000:abc/prod/POST/next",
    "own-object": "arn:aws:s3:::reports/template",
    "topic": TOPIC,
    "bucket": BUCKET,
    "object": f"{BUCKET}/batch",
    "subnet": f"arn:aws:ec2:{_HERE}:subnet/subnet-1",
    "interface": f"arn:aws:ec2:{_HERE}:network-interface/eni-1",
    # Someone else's. Their names begin as the service's own do, where that is possible.
    "other-table": f"{TABLE}-old",
    "other-stream": f"{TABLE}-old/stream/2026-01-01T00:00:00.000",
    "other-parameter": f"arn:aws:ssm:{_HERE}:parameter/shop/test/orders/table-name-old",
    "other-function": f"{FUNCTION}-old",
    "other-log": f"arn:aws:logs:{_HERE}:log-group:/aws/lambda/orders-next-value-1a2b3c4-old:log-stream:today",
    "other-queue": f"{QUEUE}-old",
    "other-key": f"arn:aws:kms:{_HERE}:key/00000000-12ab-34cd-56ef-1234567890ab",
    "other-topic": f"{TOPIC}-old",
    "other-bucket": f"{BUCKET}-old",
    "other-object": "arn:aws:s3:::failures-old/batch",
    "foreign-table": TABLE.replace("123456789012", "000000000000"),
    "foreign-interface": "arn:aws:ec2:us-east-1:000000000000:network-interface/eni-1",
    "shared-subnet": "arn:aws:ec2:us-east-1:000000000000:subnet/subnet-1",
    "far-subnet": "arn:aws:ec2:eu-west-1:123456789012:subnet/subnet-1",
}
