"""Order numbers for a shop with many customers, taken in blocks."""

import pulumi
from sequence_service.components import SequenceService

memory_size = pulumi.Config().require_int("memory_size")
numbers = SequenceService(
    "numbers",
    {"sequences": {"orders": {"cache": 50}}, "function": {"memory_size": memory_size}, "tags": {"team": "shop"}},
)
pulumi.export("function_name", numbers.function_name)
