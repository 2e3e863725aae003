"""Lambda: functions."""

from collections.abc import Callable
from typing import Any

from .archives import zip_bytes
from .inputs import Inputs
from .resource_type import Created, IgnoreRule, ResourceRequest, ResourceType, already_exists, present


def _function(request: ResourceRequest) -> Callable[[], Created]:
    inputs = request.inputs
    name, code = request.physical_name(), zip_bytes(inputs.anything("code"))
    settings = present(
        Description=inputs.text("description"),
        Environment=_environment(inputs.section("environment")),
        Handler=inputs.text("handler"),
        Layers=inputs.texts("layers"),
        LoggingConfig=_logging(inputs.section("loggingConfig")),
        MemorySize=inputs.integer("memorySize"),
        Role=inputs.text("role"),
        Runtime=inputs.text("runtime"),
        Timeout=inputs.integer("timeout"),
        TracingConfig=present(Mode=inputs.section("tracingConfig").text("mode")) or None,
        VpcConfig=_network(inputs.section("vpcConfig")),
    )
    only_new = present(Architectures=inputs.texts("architectures"), Tags=request.tags())
    reserved = inputs.integer("reservedConcurrentExecutions")

    def create() -> Created:
        functions = request.client("lambda")
        with already_exists("ResourceConflictException") as found:
            functions.create_function(FunctionName=name, Code={"ZipFile": code}, **settings, **only_new)
        if found:
            functions.update_function_code(FunctionName=name, ZipFile=code)
            functions.update_function_configuration(FunctionName=name, **settings)
        if reserved is not None and reserved >= 0:  # -1 says: none
            functions.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=reserved)
        functions.get_waiter("function_active_v2").wait(
            FunctionName=name, WaiterConfig={"Delay": 0.1, "MaxAttempts": 300}
        )
        arn = request.arn("lambda", f"function:{name}")
        invoke_arn = f"arn:aws:apigateway:{request.region}:lambda:path/2015-03-31/functions/{arn}/invocations"
        return Created(name, {"name": name, "arn": arn, "invokeArn": invoke_arn, "qualifiedArn": f"{arn}:$LATEST"})

    return create


def _environment(section: Inputs) -> dict[str, Any] | None:
    variables = section.mapping("variables")
    return {"Variables": variables} if variables else None


def _logging(section: Inputs) -> dict[str, Any] | None:
    settings = present(
        LogFormat=section.text("logFormat"),
        LogGroup=section.text("logGroup"),
        ApplicationLogLevel=section.text("applicationLogLevel"),
        SystemLogLevel=section.text("systemLogLevel"),
    )
    return settings or None


def _network(section: Inputs) -> dict[str, Any] | None:
    settings = present(SubnetIds=section.texts("subnetIds"), SecurityGroupIds=section.texts("securityGroupIds"))
    return settings or None


_PRINTED = "a line is logged as the function printed it"
_IGNORED = {
    "architectures": IgnoreRule("functions run on this machine's processor"),
    "loggingConfig.applicationLogLevel": IgnoreRule(_PRINTED),
    "loggingConfig.logFormat": IgnoreRule(_PRINTED, lambda form: form != "Text"),
    "loggingConfig.systemLogLevel": IgnoreRule(_PRINTED),
    "memorySize": IgnoreRule("functions share this machine's memory"),
    "runtime": IgnoreRule("every Python function runs in the Python that runs the emulator"),
    "tracingConfig.mode": IgnoreRule("traces go nowhere", lambda mode: mode != "PassThrough"),
    "vpcConfig": IgnoreRule("no network is emulated around a function"),
}
RESOURCE_TYPES = {"aws:lambda/function:Function": ResourceType(_function, _IGNORED)}
