"""Order numbers, in blocks, for a shop with many customers."""

import pulumi
from sequence_service.components import SequenceService

numbers = SequenceService(
    "numbers",
    {"sequences": {"orders": {"cache": 50}}, "function": {"memory_size": 512}, "tags": {"team": "shop"}},
)
pulumi.export("function_name", numbers.function_name)
