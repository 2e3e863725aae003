"""What is measured: each file is a function as people deploy it, with `handler(event, context)`."""
