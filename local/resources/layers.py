"""Lambda: layers."""

import base64
import hashlib
from collections.abc import Callable

from ..archives import zip_bytes
from .kind import Created, Kind, Limit, Order, present


def _layer_version(order: Order) -> Callable[[], Created]:
    inputs = order.inputs
    name, code = order.physical_name("layerName"), zip_bytes(inputs.anything("code"))
    settings = present(
        CompatibleArchitectures=inputs.texts("compatibleArchitectures"),
        CompatibleRuntimes=inputs.texts("compatibleRuntimes"),
        Description=inputs.text("description"),
        LicenseInfo=inputs.text("licenseInfo"),
    )
    digest = base64.b64encode(hashlib.sha256(code).digest()).decode()

    def create() -> Created:
        functions = order.client("lambda")
        layer = order.arn("lambda", f"layer:{name}")
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


_LIMITS = {"skipDestroy": Limit("nothing is destroyed one by one: all ends with the emulator")}
KINDS = {"aws:lambda/layerVersion:LayerVersion": Kind(_layer_version, _LIMITS)}
