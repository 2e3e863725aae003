"""The handlers, on two engines of DynamoDB: moto, and AWS's own."""
