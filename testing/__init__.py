"""Unit tests of Pulumi programs on AWS: run one in process, see what it registers, and have each input checked."""

from .recording import RecordedResource, RecordedStack, record

__all__ = ["RecordedResource", "RecordedStack", "record"]
