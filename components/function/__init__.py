"""A Lambda function with its role and log group, and the code that is shipped."""
