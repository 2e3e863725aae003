"""A Lambda function in moto, without code."""

import io
import json
import zipfile
from typing import Any

import boto3

TRUST = json.dumps({"Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}}]})


def moto_function(name: str, **settings: Any) -> Any:
    """Create a function, and return boto3's client of Lambda."""
    role = boto3.client("iam").create_role(RoleName=f"{name}-role", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    archive = io.BytesIO()
    zipfile.ZipFile(archive, "w").close()
    functions: Any = boto3.client("lambda")
    code = {"ZipFile": archive.getvalue()}
    functions.create_function(
        FunctionName=name, Runtime="python3.13", Role=role, Handler="app.handler", Code=code, **settings
    )
    return functions
