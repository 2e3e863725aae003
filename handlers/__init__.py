"""What runs in AWS Lambda: the standard library and botocore alone, no import from the other rooms."""
