"""The program: this stack's configuration, one `SequenceService`, its outputs."""

from typing import Any, cast

import pulumi
from pulumi.runtime.config import CONFIG, get_config_env

from components import SequenceService, SequenceServiceArgs

config = pulumi.Config()

args: dict[str, Any] = {
    "sequences": config.get_object("sequences"),
    "table": config.get_object("table"),
    "parameter": config.get_object("parameter"),
    "function": config.get_object("function"),
    "writer": config.get_object("writer"),
    "consumer": config.get_object("consumer"),
    "consumers": config.get_object("consumers"),
    "tags": config.get_object("tags"),
    "permissions_boundary_arn": config.get("permissions_boundary_arn"),
}

# Pulumi passes over a key that nobody reads, such as a misspelt one; as an unknown option, the component reports it.
own = (key.partition(":") for key in {**get_config_env(), **CONFIG.get()})
args |= {key: config.get(key) for project, _, key in own if project == config.name and key not in args}

service = SequenceService("sequences", cast(SequenceServiceArgs, args))

for output, value in service.outputs().items():
    pulumi.export(output, value)
