"""The next-value function's URL, with the permissions that AWS asks for."""

import pulumi
import pulumi_aws as aws

from ..function.lambda_function import LambdaFunction
from .args import CORS, HttpArgs


def function_url(
    name: str, function: LambdaFunction, options: HttpArgs, opts: pulumi.ResourceOptions
) -> pulumi.Output[str]:
    """Create the URL of `function`, or of its alias, and return it.

    A caller needs two rights, `lambda:InvokeFunctionUrl` and `lambda:InvokeFunction` ("Control access to Lambda
    function URLs", AWS Lambda Developer Guide). For AWS_IAM, a role of this account has both from its own policy. For
    NONE, the function's policy gives both to everyone; the second one only through the URL.
    """
    cors = options.get("cors")
    url = aws.lambda_.FunctionUrl(
        f"{name}-url",
        function_name=function.function.name,
        qualifier=function.qualifier,
        authorization_type=options["authorization"],
        cors=None if cors is None else {**CORS, **cors},
        opts=opts,
    )
    if options["authorization"] == "NONE":
        aws.lambda_.Permission(
            f"{name}-url-open",
            function=function.function.name,
            qualifier=function.qualifier,
            action="lambda:InvokeFunctionUrl",
            principal="*",
            function_url_auth_type="NONE",
            opts=opts,
        )
        aws.lambda_.Permission(
            f"{name}-url-open-invoke",
            function=function.function.name,
            qualifier=function.qualifier,
            action="lambda:InvokeFunction",
            principal="*",
            invoked_via_function_url=True,
            opts=opts,
        )
    address: pulumi.Output[str] = url.function_url
    return address
