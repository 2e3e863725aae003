"""Commands for operators. They need boto3 and nothing of the component or the handlers."""
