"""What callers and operators run: it needs boto3 alone, nothing of the component or the handlers."""
