"""The services that linters check: with defaults, with options for production, and with an open URL."""

from typing import Any, cast

from components import SequenceService, SequenceServiceArgs
from testing import RecordedStack, record

KEY = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
_VPC = {"subnet_ids": ["subnet-0a1b2c3d"], "security_group_ids": ["sg-0a1b2c3d"]}
_FUNCTION = {"reserved_concurrent_executions": 10, "tracing": True, "vpc_config": _VPC}

SERVICES: dict[str, dict[str, Any]] = {
    "default": {"http": {}, "consumer": {}, "alarms": {}},
    "options": {
        "http": {},
        "alarms": {},
        "kms_key_arn": KEY,
        "function": _FUNCTION,
        "consumer": {"function": _FUNCTION},
    },
    "open": {"http": {"authorization": "NONE"}, "consumer": {}, "alarms": {}},
}


def service(name: str) -> RecordedStack:
    """Record one of the services."""
    args = cast(SequenceServiceArgs, {"sequences": {"orders": {}}, **SERVICES[name]})
    return record(lambda: SequenceService("sequences", args), project="shop", stack="prod")
