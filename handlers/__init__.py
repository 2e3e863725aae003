"""What runs in AWS Lambda: the standard library alone, and no import from the other rooms."""
