"""Lambda: functions."""

from collections.abc import Callable
from typing import Any

from ..archives import zip_bytes
from .inputs import Inputs
from .kind import Created, Kind, Limit, Order, existing, present


def _function(order: Order) -> Callable[[], Created]:
    inputs = order.inputs
    name, code = order.physical_name(), zip_bytes(inputs.anything("code"))
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
    only_new = present(Architectures=inputs.texts("architectures"), Tags=order.tags())
    reserved = inputs.integer("reservedConcurrentExecutions")

    def create() -> Created:
        functions = order.client("lambda")
        with existing("ResourceConflictException") as found:
            functions.create_function(FunctionName=name, Code={"ZipFile": code}, **settings, **only_new)
        if found:
            functions.update_function_code(FunctionName=name, ZipFile=code)
            functions.update_function_configuration(FunctionName=name, **settings)
        if reserved is not None and reserved >= 0:  # -1 says: none
            functions.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=reserved)
        functions.get_waiter("function_active_v2").wait(
            FunctionName=name, WaiterConfig={"Delay": 0.1, "MaxAttempts": 300}
        )
        arn = order.arn("lambda", f"function:{name}")
        invoke_arn = f"arn:aws:apigateway:{order.region}:lambda:path/2015-03-31/functions/{arn}/invocations"
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
_LIMITS = {
    "architectures": Limit("functions run on this machine's processor"),
    "loggingConfig.applicationLogLevel": Limit(_PRINTED),
    "loggingConfig.logFormat": Limit(_PRINTED, lambda form: form != "Text"),
    "loggingConfig.systemLogLevel": Limit(_PRINTED),
    "memorySize": Limit("functions share this machine's memory"),
    "runtime": Limit("every Python function runs in the Python that runs the emulator"),
    "tracingConfig.mode": Limit("traces go nowhere", lambda mode: mode != "PassThrough"),
    "vpcConfig": Limit("no network is emulated around a function"),
}
KINDS = {"aws:lambda/function:Function": Kind(_function, _LIMITS)}
