"""The filters that choose which records a consumer gets."""

import json
import string
from typing import Any

from .args import ConsumerArgs


def filter_patterns(options: ConsumerArgs) -> list[str]:
    """The filters of the event source mapping. A record is delivered if it matches one of them.

    A token's key starts with `#`, a sequence's key with a letter or digit. Lambda's filters cannot exclude a prefix, so
    the filter lists each letter and digit. If a pattern already filters by name, it does not change.
    """
    if options["include_tokens"]:
        return options["filter_patterns"]
    patterns: list[dict[str, Any]] = [json.loads(text) for text in options["filter_patterns"]] or [{}]
    for pattern in patterns:
        name = pattern.setdefault("dynamodb", {}).setdefault("Keys", {}).setdefault("name", {})
        name.setdefault("S", [{"prefix": first} for first in string.ascii_letters + string.digits])
    return [json.dumps(pattern, separators=(",", ":")) for pattern in patterns]
