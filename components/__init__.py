"""Pulumi components: what `CREATE SEQUENCE` gives on a database, for serverless applications on AWS."""

__version__ = "0.1.0"
