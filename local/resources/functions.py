"""Lambda: functions and their URLs."""

from typing import Any
from urllib.parse import urlsplit

from .archives import zip_bytes
from .ignored import KEY_NOT_USED, IgnoreRule
from .request import ResourceRequest
from .resource_type import Call, NewResource, ResourceType

_LOG_LINES = "a function's lines are logged as they are printed"


def _code(request: ResourceRequest) -> dict[str, Any]:
    return {"Code": {"ZipFile": zip_bytes(request.inputs.anything("code"))}}


def _update(function: NewResource) -> None:
    code = function.parameters["Code"]["ZipFile"]
    function.client.update_function_code(FunctionName=function.name, ZipFile=code)
    function.call("update_function_configuration")


def _function_outputs(function: NewResource) -> dict[str, Any]:
    arn = function.request.arn("lambda", f"function:{function.name}")
    path = f"2015-03-31/functions/{arn}/invocations"
    version = _version(function)
    return {
        "arn": arn,
        "invokeArn": f"arn:aws:apigateway:{function.request.region}:lambda:path/{path}",
        "name": function.name,
        "qualifiedArn": f"{arn}:{version}",
        "version": version,
    }


def _version(function: NewResource) -> str:
    """The version with the present code and configuration. If nothing has changed, Lambda publishes no new one."""
    if not function.parameters.get("Publish"):
        return "$LATEST"
    return str(function.client.publish_version(FunctionName=function.name)["Version"])


def _concurrency(request: ResourceRequest) -> dict[str, Any]:
    reserved = request.inputs.integer("reservedConcurrentExecutions")
    return {} if reserved in (None, -1) else {"ReservedConcurrentExecutions": reserved}  # -1 means none


def _url_outputs(url: NewResource) -> dict[str, Any]:
    """The address at which the URL answers on this machine. AWS's own form leads to AWS."""
    found = url.call("get_function_url_config")
    url_id = str(urlsplit(found["FunctionUrl"]).hostname).partition(".")[0]
    address = f"{url.client.meta.endpoint_url}/_aws/lambda-url/{url_id}/"
    return {
        "id": url.parameters["FunctionName"],
        "functionArn": found["FunctionArn"],
        "functionUrl": address,
        "urlId": url_id,
    }


RESOURCE_TYPES = {
    "aws:lambda/function:Function": ResourceType(
        "lambda",
        Call(
            "create_function",
            inputs=(
                "architectures", "description", "environment", "handler", "kmsKeyArn", "layers", "loggingConfig",
                "memorySize", "publish", "role", "runtime", "timeout", "tracingConfig", "vpcConfig",
            ),
            name="FunctionName",
            more=_code,
        ),
        then=(Call("put_function_concurrency", name="FunctionName", more=_concurrency),),
        exists=("ResourceConflictException",),
        adopt=_update,
        waiter="function_active_v2",
        outputs=_function_outputs,
        ignored={
            "architectures": IgnoreRule("functions run on this machine's processor"),
            "kmsKeyArn": KEY_NOT_USED,
            "loggingConfig.applicationLogLevel": IgnoreRule(_LOG_LINES),
            "loggingConfig.logFormat": IgnoreRule(_LOG_LINES, lambda form: form != "Text"),
            "loggingConfig.systemLogLevel": IgnoreRule(_LOG_LINES),
            "memorySize": IgnoreRule("functions share this machine's memory"),
            "runtime": IgnoreRule("every Python function runs with the emulator's own Python"),
            "tracingConfig.mode": IgnoreRule("traces are not recorded", lambda mode: mode != "PassThrough"),
            "vpcConfig": IgnoreRule("functions run without a network of their own"),
        },
    ),
    "aws:lambda/functionUrl:FunctionUrl": ResourceType(
        "lambda",
        Call(
            "create_function_url_config",
            inputs=("authorizationType", "cors", "functionName", "invokeMode", "qualifier"),
            renamed={"authorizationType": "AuthType"},
        ),
        exists=("ResourceConflictException",),
        adopt=lambda url: url.call("update_function_url_config"),
        outputs=_url_outputs,
        ignored={"cors": IgnoreRule("web pages may not call the emulator, whatever this says")},
    ),
}  # fmt: skip
