"""The stack that owns the sequences. Its outputs say where they are."""

import pulumi
from sequence_service.components import SequenceService

numbers = SequenceService(
    "numbers",
    {
        "sequences": {"invoices": {}, "orders": {}},
        "parameter": {"name": "/numbers/table-name"},
        "writer": {"sequences": ["invoices"]},
    },
)

for name, value in numbers.outputs().items():
    pulumi.export(name, value)
