"""Lambda: aliases of functions, and the environments that are kept ready for them."""

from typing import Any

from .ignored import ENDS_WITH_THE_EMULATOR, IgnoreRule
from .resource_type import Call, NewResource, ResourceType


def _alias_outputs(alias: NewResource) -> dict[str, Any]:
    function = alias.parameters["FunctionName"]
    arn = alias.client.get_alias(FunctionName=function, Name=alias.name)["AliasArn"]
    path = f"2015-03-31/functions/{arn}/invocations"
    invoke_arn = f"arn:aws:apigateway:{alias.request.region}:lambda:path/{path}"
    return {"id": f"{function}/{alias.name}", "arn": arn, "invokeArn": invoke_arn, "name": alias.name}


def _provisioned_id(config: NewResource) -> dict[str, Any]:
    return {"id": f"{config.parameters['FunctionName']},{config.parameters['Qualifier']}"}


RESOURCE_TYPES = {
    "aws:lambda/alias:Alias": ResourceType(
        "lambda",
        Call("create_alias", inputs=("description", "functionName", "functionVersion"), name="Name"),
        exists=("ResourceConflictException",),
        adopt=lambda alias: alias.call("update_alias"),
        outputs=_alias_outputs,
    ),
    "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": ResourceType(
        "lambda",
        Call(
            "put_provisioned_concurrency_config",
            inputs=("functionName", "provisionedConcurrentExecutions", "qualifier"),
        ),
        outputs=_provisioned_id,
        ignored={
            "provisionedConcurrentExecutions": IgnoreRule("stored, but no environment is kept ready"),
            "skipDestroy": ENDS_WITH_THE_EMULATOR,
        },
    ),
}
