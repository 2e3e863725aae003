"""Systems Manager: parameters."""

from collections.abc import Callable

from ..errors import UnsupportedError
from .kind import Created, Kind, Limit, Order, present, tag_list


def _parameter(order: Order) -> Callable[[], Created]:
    inputs = order.inputs
    name, kind = order.physical_name(), inputs.text("type") or "String"
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
    tags = tag_list(order.tags())

    def create() -> Created:
        ssm = order.client("ssm")
        reply = ssm.put_parameter(Name=name, Type=kind, Value=value, Overwrite=True, **settings)
        if tags:
            ssm.add_tags_to_resource(ResourceType="Parameter", ResourceId=name, Tags=tags)
        arn = order.arn("ssm", f"parameter/{name.removeprefix('/')}")
        return Created(name, {"name": name, "arn": arn, "type": kind, "version": reply["Version"]})

    return create


_LIMITS = {
    "allowedPattern": Limit("recorded; a value is not held to it"),
    "keyId": Limit("recorded; nothing is encrypted, and no key's policy is asked"),
    "overwrite": Limit("a parameter that exists is written anew in any case"),
    "tier": Limit("recorded, without effect", lambda tier: tier != "Standard"),
}
KINDS = {"aws:ssm/parameter:Parameter": Kind(_parameter, _LIMITS)}
