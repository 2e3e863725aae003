"""Systems Manager: parameters."""

from collections.abc import Callable

from ..errors import UnsupportedError
from .resource_type import Created, IgnoreRule, ResourceRequest, ResourceType, present, tag_list


def _parameter(request: ResourceRequest) -> Callable[[], Created]:
    inputs = request.inputs
    name, kind = request.physical_name(), inputs.text("type") or "String"
    secret, plain = inputs.text("value"), inputs.text("insecureValue")
    value = plain if secret is None else secret
    if value is None:
        raise UnsupportedError("give value or insecureValue")
    settings = present(
        AllowedPattern=inputs.text("allowedPattern"),
        DataType=inputs.text("dataType"),
        Description=inputs.text("description"),
        KeyId=inputs.text("keyId"),
        Tier=inputs.text("tier"),
    )
    tags = tag_list(request.tags())

    def create() -> Created:
        ssm = request.client("ssm")
        reply = ssm.put_parameter(Name=name, Type=kind, Value=value, Overwrite=True, **settings)
        if tags:
            ssm.add_tags_to_resource(ResourceType="Parameter", ResourceId=name, Tags=tags)
        arn = request.arn("ssm", f"parameter/{name.removeprefix('/')}")
        return Created(name, {"name": name, "arn": arn, "type": kind, "version": reply["Version"]})

    return create


_IGNORED = {
    "allowedPattern": IgnoreRule("recorded; a value is not held to it"),
    "keyId": IgnoreRule("recorded; nothing is encrypted, and no key's policy is asked"),
    "overwrite": IgnoreRule("a parameter that exists is written anew in any case"),
    "tier": IgnoreRule("recorded, without effect", lambda tier: tier != "Standard"),
}
RESOURCE_TYPES = {"aws:ssm/parameter:Parameter": ResourceType(_parameter, _IGNORED)}
