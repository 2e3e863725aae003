"""Where a service of AWS is called."""

import os
import re
from typing import Any
from urllib.parse import urlsplit

from botocore.session import Session
from botocore.utils import is_valid_endpoint_url, is_valid_ipv6_endpoint_url

_ANY_OPERATION = {"dynamodb": "list_tables", "ssm": "describe_parameters"}


def endpoint(session: Session, service: str, region: str) -> str:
    """Tell the URL that botocore's client would call, without making one where the case is a plain one.

    (Save that a client may put the account's id into DynamoDB's.) Raises `ValueError` or a `BotoCoreError` where what
    is configured is none.
    """
    special = ("ignore_configured_endpoint_urls", "use_fips_endpoint", "use_dualstack_endpoint")
    if not any(map(session.get_config_variable, special)):
        configured = os.environ.get(f"AWS_ENDPOINT_URL_{service.upper()}") or os.environ.get("AWS_ENDPOINT_URL")
        if configured:
            if not (is_valid_endpoint_url(configured) or is_valid_ipv6_endpoint_url(configured)):
                raise ValueError(f"{configured} is no endpoint's URL")
            return configured if urlsplit(configured).path else f"{configured}/"
        if not session.get_scoped_config():
            for partition in session.get_data("partitions")["partitions"]:
                if re.fullmatch(partition["regionRegex"], region):
                    return f"https://{service}.{region}.{partition['outputs']['dnsSuffix']}/"
    client: Any = session.create_client(service, region)
    url: str = client.generate_presigned_url(_ANY_OPERATION[service]).partition("?")[0]
    return url
