"""Systems Manager: parameters."""

from typing import Any

from ..errors import UnsupportedError
from .ignored import KEY_NOT_USED, IgnoreRule, no_effect_unless
from .request import ResourceRequest
from .resource_type import Call, NewResource, ResourceType


def _value(request: ResourceRequest) -> dict[str, Any]:
    secret, plain = request.inputs.text("value"), request.inputs.text("insecureValue")
    value = plain if secret is None else secret
    if value is None:
        raise UnsupportedError("value, insecureValue: both are missing; give one of them")
    return {"Overwrite": True, "Type": request.inputs.text("type") or "String", "Value": value}


def _outputs(parameter: NewResource) -> dict[str, Any]:
    return {
        "arn": parameter.request.arn("ssm", f"parameter/{parameter.name.removeprefix('/')}"),
        "name": parameter.name,
        "type": parameter.parameters["Type"],
        "version": parameter.response["Version"],
    }


RESOURCE_TYPES = {
    "aws:ssm/parameter:Parameter": ResourceType(
        "ssm",
        Call(
            "put_parameter",
            inputs=("allowedPattern", "dataType", "description", "keyId", "tier"),
            name="Name",
            tagged=False,  # AWS accepts no tags together with Overwrite
            more=_value,
        ),
        then=(Call("add_tags_to_resource", name="ResourceId", fixed={"ResourceType": "Parameter"}),),
        outputs=_outputs,
        ignored={
            "allowedPattern": IgnoreRule("stored, but values are not checked against it"),
            "keyId": KEY_NOT_USED,
            "overwrite": IgnoreRule("a parameter that exists is always overwritten"),
            "tier": no_effect_unless("Standard"),
        },
    )
}
