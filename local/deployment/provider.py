"""The AWS provider's settings, from the stack's `aws:` configuration or from a provider in the program."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import UnsupportedError
from ..resources.ignored import IgnoreRule
from ..resources.inputs import Inputs

PROVIDER = "pulumi:providers:aws"

_ONE_KEY = IgnoreRule("the emulator has one account and one root key")
_NO_THROTTLE = IgnoreRule("the emulator does not throttle")
PROVIDER_IGNORED: Mapping[str, IgnoreRule] = {
    "accessKey": _ONE_KEY,
    "allowedAccountIds": _ONE_KEY,
    "forbiddenAccountIds": _ONE_KEY,
    "maxRetries": _NO_THROTTLE,
    "profile": _ONE_KEY,
    "retryMode": _NO_THROTTLE,
    "secretKey": _ONE_KEY,
    "sharedConfigFiles": _ONE_KEY,
    "sharedCredentialsFiles": _ONE_KEY,
    "skipCredentialsValidation": _ONE_KEY,
    "skipMetadataApiCheck": _ONE_KEY,
    "skipRegionValidation": IgnoreRule("the emulator accepts any region name"),
    "skipRequestingAccountId": _ONE_KEY,
    "token": _ONE_KEY,
}
"""The settings that have no effect in the emulator."""


@dataclass(frozen=True)
class Provider:
    """The region of resources, and the tags that all of them get."""

    region: str
    default_tags: Mapping[str, str]

    @classmethod
    def of_config(cls, config: Mapping[str, str], region: str) -> "Provider":
        """Read the settings from a stack's configuration, where objects are JSON text."""
        tags = {"defaultTags": json.loads(config["defaultTags"])} if "defaultTags" in config else {}
        return cls.of({**config, **tags}, region)

    @classmethod
    def of(cls, settings: Mapping[str, Any], region: str) -> "Provider":
        """`region` is used if the settings have none. Raises `UnsupportedError` for a setting that is not supported."""
        inputs = Inputs(settings)
        own_region = inputs.text("region") or region
        tags = inputs.section("defaultTags").mapping("tags") or {}
        if refused := set(inputs.unread()) - set(PROVIDER_IGNORED) - {"version"}:
            raise UnsupportedError(
                f"the AWS provider's setting {', '.join(sorted(refused))} is not supported here; remove it"
            )
        return cls(own_region, tags)
