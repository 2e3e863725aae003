"""AWS's Signature Version 4, for a POST without a query.

Source: "Create a signed AWS API request", AWS Identity and Access Management User Guide.
"""

from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from hmac import digest

ALGORITHM = "AWS4-HMAC-SHA256"


def authorization(
    access_key: str, secret_key: str, region: str, service: str, path: str, headers: Mapping[str, str], body: bytes
) -> str:
    """Return the value of the header `Authorization`; it signs the path, the body and every header given.

    `headers` has lower-case names, among them `host` and `x-amz-date` (such as `20260102T030405Z`). `path` holds
    nothing that needs an escape.
    """
    moment = headers["x-amz-date"]
    names = sorted(headers)
    signed = ";".join(names)
    lines = "\n".join([f"{name}:{' '.join(headers[name].split())}" for name in names])
    request = f"POST\n{path}\n\n{lines}\n\n{signed}\n{sha256(body).hexdigest()}"
    scope = f"{moment[:8]}/{region}/{service}/aws4_request"
    text = f"{ALGORITHM}\n{moment}\n{scope}\n{sha256(request.encode()).hexdigest()}"
    key = _signing_key(secret_key, moment[:8], region, service)
    signature = digest(key, text.encode(), "sha256").hex()
    return f"{ALGORITHM} Credential={access_key}/{scope}, SignedHeaders={signed}, Signature={signature}"


@lru_cache(maxsize=4)  # a key is good for a day; two services, and two days at midnight
def _signing_key(secret_key: str, day: str, region: str, service: str) -> bytes:
    key = f"AWS4{secret_key}".encode()
    for part in (day, region, service, "aws4_request"):
        key = digest(key, part.encode(), "sha256")
    return key
