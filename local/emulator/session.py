"""boto3 sessions for the emulated AWS. They ignore this machine's settings for the real AWS."""

import boto3
import botocore.session
from botocore.config import Config
from botocore.configprovider import BOTOCORE_DEFAUT_SESSION_VARIABLES as _VARIABLES

DIRECT = Config(proxies={})  # an empty dict means no proxy; None means the proxies of the environment

# botocore's settings with their defaults, without AWS_ variables and files
_NOT_THE_USERS = {
    name: (None, None, None if name in ("config_file", "credentials_file") else default, conversion)
    for name, (_, _, default, conversion) in _VARIABLES.items()
}


def root_session(endpoint: str, region: str, root_key: str) -> boto3.Session:
    """A session of the root user. Its clients and resources know the endpoint."""
    core = botocore.session.Session(_NOT_THE_USERS)
    core.get_component("config_store").set_config_variable("endpoint_url", endpoint)
    core.set_default_client_config(DIRECT)
    return boto3.Session(root_key, root_key, region_name=region, botocore_session=core)
