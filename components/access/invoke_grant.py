"""A grant as a resource of its own. Programs in other languages cannot call the methods of `SequenceService`."""

import pulumi

from . import grants
from .grant_args import InvokeGrantArgs, read_grant
from .permissions import invoke_by_account, invoke_by_service


class InvokeGrant(pulumi.ComponentResource):
    """Lets a role, an AWS service or another account invoke a next-value function.

    In Python, `grant_invoke` and its siblings of `SequenceService` do the same.
    """

    def __init__(self, name: str, args: InvokeGrantArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """Create the grant. Raises `InvalidArgsError` before it registers anything."""
        options = read_grant(name, args)
        super().__init__("sequence:index:InvokeGrant", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        function: pulumi.Output[str] = pulumi.Output.from_input(options["function_arn"])
        if "role" in options:
            grants.invoke(f"{name}-invoke", options["role"], function, child, url=options["url"])
        elif "service" in options:
            service, source, url = options["service"], options["source_arn"], options["url"]
            invoke_by_service(f"{name}-invoke", service, source, function, child, url=url)
        else:
            invoke_by_account(f"{name}-invoke", options["account"], function, child, url=options["url"])
        self.register_outputs({})
