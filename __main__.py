"""The program: this stack's configuration, one `SequenceService`, its outputs."""

import pulumi

from components import SequenceService

service = SequenceService("sequences", pulumi.Config().require_object("service"))

for name, value in service.outputs().items():
    pulumi.export(name, value)
