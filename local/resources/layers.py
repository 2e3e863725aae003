"""Lambda: layers."""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from .archives import zip_bytes
from .ignored import ENDS_WITH_THE_EMULATOR
from .resource_type import Call, NewResource, ResourceType


def _unchanged_version(layer: NewResource) -> Mapping[str, Any] | None:
    """The latest version, if it has the same code. So a run adds a version only if something has changed."""
    for version in layer.client.list_layer_versions(LayerName=layer.name)["LayerVersions"][:1]:
        found = layer.client.get_layer_version(LayerName=layer.name, VersionNumber=version["Version"])
        if found["Content"]["CodeSha256"] == _digest(layer):
            return {"LayerVersionArn": version["LayerVersionArn"]}
    return None


def _outputs(layer: NewResource) -> dict[str, Any]:
    arn = layer.response["LayerVersionArn"]
    return {
        "id": arn,
        "arn": arn,
        "codeSha256": _digest(layer),
        "layerArn": layer.request.arn("lambda", f"layer:{layer.name}"),
        "layerName": layer.name,
        "version": arn.rpartition(":")[2],
    }


def _digest(layer: NewResource) -> str:
    return base64.b64encode(hashlib.sha256(layer.parameters["Content"]["ZipFile"]).digest()).decode()


RESOURCE_TYPES = {
    "aws:lambda/layerVersion:LayerVersion": ResourceType(
        "lambda",
        Call(
            "publish_layer_version",
            inputs=("compatibleArchitectures", "compatibleRuntimes", "description", "licenseInfo"),
            name="LayerName",
            more=lambda request: {"Content": {"ZipFile": zip_bytes(request.inputs.anything("code"))}},
        ),
        name_input="layerName",
        find=_unchanged_version,
        outputs=_outputs,
        ignored={"skipDestroy": ENDS_WITH_THE_EMULATOR},
    )
}
