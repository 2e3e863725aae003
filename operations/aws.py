"""boto3's clients, with the options that the AWS CLI has too."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

RETRIES = {"mode": "standard", "total_max_attempts": 4}


@dataclass(frozen=True)
class Aws:
    """Where AWS is, and who asks. What is None comes from boto3's own variables and files."""

    profile: str | None = None
    region: str | None = None
    endpoint_url: str | None = None

    def client(self, service: str, **config: Any) -> Any:
        """A client of a service. `config` replaces single settings of botocore's `Config`."""
        from botocore.config import Config

        make: Any = self._session.client  # the stubs accept literal names only
        return make(service, endpoint_url=self.endpoint_url, config=Config(**{"retries": RETRIES, **config}))

    @cached_property
    def _session(self) -> Any:
        import boto3  # late: help and completion need not wait for it

        return boto3.Session(profile_name=self.profile, region_name=self.region)
