"""Tags, as every resource takes them."""

import pulumi

Tags = pulumi.Input[dict[str, pulumi.Input[str]]]
