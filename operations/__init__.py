"""Commands for operators. They need only boto3, and import neither the component nor the handlers."""
