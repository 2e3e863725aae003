"""A Lambda function with its role and log group, and the archive of its code."""
