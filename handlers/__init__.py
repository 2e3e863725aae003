"""The code that runs in AWS Lambda. It imports the standard library and nothing else."""
