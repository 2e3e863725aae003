"""Tests of the handlers, on two DynamoDB engines: moto, and AWS's DynamoDB Local."""
