"""What the fork server loads once, so that a new function starts in a tenth of a second."""

import boto3

from . import deliveries  # noqa: F401

# The client is thrown away. The session keeps the model of DynamoDB's API.
boto3.client("dynamodb", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")  # noqa: S106
