"""Which records of the stream a consumer gets."""

import json
import string
from typing import Any

from .args import ConsumerArgs


def filter_patterns(options: ConsumerArgs) -> list[str]:
    """The filters of the event source mapping. A record that matches any of them is delivered.

    A token's key starts with `#`, a sequence's with a letter or digit. Lambda's filters have no "any other prefix", so
    each letter and digit is listed. A user's pattern that filters by name stays as it is.
    """
    if options["include_tokens"]:
        return options["filter_patterns"]
    patterns: list[dict[str, Any]] = [json.loads(text) for text in options["filter_patterns"]] or [{}]
    for pattern in patterns:
        name = pattern.setdefault("dynamodb", {}).setdefault("Keys", {}).setdefault("name", {})
        name.setdefault("S", [{"prefix": first} for first in string.ascii_letters + string.digits])
    return [json.dumps(pattern, separators=(",", ":")) for pattern in patterns]
