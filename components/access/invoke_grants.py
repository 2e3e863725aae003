"""The methods of a service that let others invoke its function, for programs in Python."""

from typing import TYPE_CHECKING

import pulumi
import pulumi_aws as aws

from . import grants
from .permissions import invoke_by_account, invoke_by_service


class InvokeGrants(pulumi.ComponentResource):
    """A component with a function that others may invoke."""

    if TYPE_CHECKING:  # at run time, Pulumi's analyzer would list it before the component's own outputs
        function_arn: pulumi.Output[str]
        """What callers invoke."""

    _signed_url = False
    """Whether the function has a URL that asks for signed requests."""

    def grant_invoke(
        self, name: str, role: aws.iam.Role | pulumi.Input[str], opts: pulumi.ResourceOptions | None = None
    ) -> aws.iam.RolePolicy:
        """Let a role invoke the next-value function, and call its URL. A caller needs no other right.

        `role` may also be a role's name. A URL with the authorization NONE needs no grant.

        `name` must be unique among this service's grants. Keep it: a new name replaces the grant. If a function makes
        calls during its deployment, let it depend on the returned resource.
        """
        grant = f"{self.pulumi_resource_name}-{name}-invoke"
        return grants.invoke(grant, role, self.function_arn, grants.child(self, opts), url=self._signed_url)

    def grant_invoke_service(
        self,
        name: str,
        service: pulumi.Input[str],
        source_arn: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> list[aws.lambda_.Permission]:
        """Let one resource of an AWS service invoke the next-value function, and call its URL.

        For example a route of API Gateway, or a distribution of CloudFront in front of the URL.

        `service` is the service's principal, such as `apigateway.amazonaws.com`. `source_arn` is the resource's ARN; a
        wildcard may follow its id. `name` works as in `grant_invoke`. Raises `ValueError` if one of them is wrong.
        """
        grant = f"{self.pulumi_resource_name}-{name}-invoke-service"
        opts = grants.child(self, opts)
        return invoke_by_service(grant, service, source_arn, self.function_arn, opts, url=self._signed_url)

    def grant_invoke_account(
        self, name: str, account: pulumi.Input[str], opts: pulumi.ResourceOptions | None = None
    ) -> list[aws.lambda_.Permission]:
        """Let another account invoke the next-value function, and call its URL. `account` is its id.

        The account's own policies say which of its roles may call: they need `lambda:InvokeFunction` on
        `function_arn`. `name` works as in `grant_invoke`. Raises `ValueError` if `account` is wrong.
        """
        grant = f"{self.pulumi_resource_name}-{name}-invoke-account"
        opts = grants.child(self, opts)
        return invoke_by_account(grant, account, self.function_arn, opts, url=self._signed_url)
