"""The function's own way to AWS, beside botocore's."""
