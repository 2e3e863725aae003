"""The AWS provider's settings: those of the stack's `aws:` configuration, or of a provider that the program makes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .errors import UnsupportedError
from .resources.inputs import Inputs

_CREDENTIALS = "the emulator has one account and one root key"
UNHONOURED: Mapping[str, str] = {
    "accessKey": _CREDENTIALS,
    "allowedAccountIds": _CREDENTIALS,
    "forbiddenAccountIds": _CREDENTIALS,
    "maxRetries": "the emulator does not throttle",
    "profile": _CREDENTIALS,
    "retryMode": "the emulator does not throttle",
    "secretKey": _CREDENTIALS,
    "sharedConfigFiles": _CREDENTIALS,
    "sharedCredentialsFiles": _CREDENTIALS,
    "skipCredentialsValidation": _CREDENTIALS,
    "skipMetadataApiCheck": _CREDENTIALS,
    "skipRegionValidation": "any region's name is taken",
    "skipRequestingAccountId": _CREDENTIALS,
    "token": _CREDENTIALS,
}


@dataclass(frozen=True)
class Provider:
    """Where resources go, and the tags that they all get."""

    region: str
    default_tags: Mapping[str, str]

    @classmethod
    def of_config(cls, config: Mapping[str, str], region: str) -> "Provider":
        """The settings of a stack's configuration: text, objects as JSON."""
        tags = {"defaultTags": json.loads(config["defaultTags"])} if "defaultTags" in config else {}
        return cls.of({**config, **tags}, region)

    @classmethod
    def of(cls, settings: Mapping[str, Any], region: str) -> "Provider":
        """`region` counts where the settings name none. Raises `UnsupportedError` for a setting that is not applied."""
        inputs = Inputs(settings)
        own_region = inputs.text("region") or region
        tags = inputs.section("defaultTags").mapping("tags") or {}
        if refused := set(inputs.unread()) - set(UNHONOURED) - {"version"}:
            raise UnsupportedError(
                f"the AWS provider's setting {', '.join(sorted(refused))} is not applied here; remove it"
            )
        return cls(own_region, tags)
