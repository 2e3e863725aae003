"""boto3 sessions that see the emulated AWS, and nothing of how this machine is set up for the real one."""

import boto3
import botocore.session
from botocore.config import Config
from botocore.configprovider import BOTOCORE_DEFAUT_SESSION_VARIABLES as _VARIABLES

DIRECT = Config(proxies={})  # an empty dict is no proxy; None would be those of the environment

# botocore's settings at their defaults, from no AWS_ variable and no file
_NOT_THE_USERS = {
    name: (None, None, None if name in ("config_file", "credentials_file") else default, conversion)
    for name, (_, _, default, conversion) in _VARIABLES.items()
}


def root_session(endpoint: str, region: str, root_key: str) -> boto3.Session:
    """A session of the root user; its clients and resources need not be told the endpoint one by one."""
    core = botocore.session.Session(_NOT_THE_USERS)
    core.get_component("config_store").set_config_variable("endpoint_url", endpoint)
    core.set_default_client_config(DIRECT)
    return boto3.Session(root_key, root_key, region_name=region, botocore_session=core)
