"""Where a service of AWS is called."""

import os
import re

from botocore.session import Session


def endpoint(session: Session, service: str, region: str) -> str:
    """Tell the URL that botocore's client would call, without making one where the case is a plain one."""
    special = ("ignore_configured_endpoint_urls", "use_fips_endpoint", "use_dualstack_endpoint")
    if not any(map(session.get_config_variable, special)):
        configured = os.environ.get(f"AWS_ENDPOINT_URL_{service.upper()}") or os.environ.get("AWS_ENDPOINT_URL")
        if configured:
            return configured
        if not session.get_scoped_config():
            for partition in session.get_data("partitions")["partitions"]:
                if re.fullmatch(partition["regionRegex"], region):
                    return f"https://{service}.{region}.{partition['outputs']['dnsSuffix']}"
    url: str = session.create_client(service, region).meta.endpoint_url
    return url
