"""Lambda: layers."""

import base64
import hashlib
from collections.abc import Callable

from .archives import zip_bytes
from .resource_type import Created, IgnoreRule, ResourceRequest, ResourceType, present


def _layer_version(request: ResourceRequest) -> Callable[[], Created]:
    inputs = request.inputs
    name, code = request.physical_name("layerName"), zip_bytes(inputs.anything("code"))
    settings = present(
        CompatibleArchitectures=inputs.texts("compatibleArchitectures"),
        CompatibleRuntimes=inputs.texts("compatibleRuntimes"),
        Description=inputs.text("description"),
        LicenseInfo=inputs.text("licenseInfo"),
    )
    digest = base64.b64encode(hashlib.sha256(code).digest()).decode()

    def create() -> Created:
        functions = request.client("lambda")
        layer = request.arn("lambda", f"layer:{name}")
        for version in functions.list_layer_versions(LayerName=name)["LayerVersions"][:1]:
            content = functions.get_layer_version(LayerName=name, VersionNumber=version["Version"])["Content"]
            if content["CodeSha256"] == digest:  # of a kept state: unchanged, so no version is added
                arn = version["LayerVersionArn"]
                break
        else:
            arn = functions.publish_layer_version(LayerName=name, Content={"ZipFile": code}, **settings)[
                "LayerVersionArn"
            ]
        outputs = {"arn": arn, "layerArn": layer, "version": arn.rpartition(":")[2], "codeSha256": digest}
        return Created(arn, outputs | {"layerName": name})

    return create


_IGNORED = {"skipDestroy": IgnoreRule("nothing is destroyed one by one: all ends with the emulator")}
RESOURCE_TYPES = {"aws:lambda/layerVersion:LayerVersion": ResourceType(_layer_version, _IGNORED)}
