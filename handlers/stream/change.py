"""A record of the table's stream, read as a change of one sequence."""

import json
from datetime import UTC, datetime
from typing import Any, NamedTuple

from ..errors import plain

# The images that an event must have.
_IMAGES = {"INSERT": ("NewImage",), "MODIFY": ("OldImage", "NewImage"), "REMOVE": ("OldImage",)}


class UnreadableRecordError(Exception):
    """The record is from another table's stream, or lacks something that the bundled consumer needs."""


class Change(NamedTuple):
    """What happened to one sequence. `old` is None if it had no value, `new` if it has none now.

    A value that is not an integer is the text that DynamoDB sends, such as `{"S": "12"}`, shortened.
    """

    name: str
    old: int | str | None
    new: int | str | None
    at: datetime
    event_id: str
    sequence_number: str

    @classmethod
    def parse(cls, record: Any, table: str) -> "Change | None":
        """Read a record of the stream of `table`. None: it is about a token.

        Raises `UnreadableRecordError`, which says what is wrong and what to do.
        """
        try:
            return cls._parse(record, table)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError, OSError) as error:
            raise UnreadableRecordError(
                f"not a record of a sequence table's stream ({error!r}); map this function to that stream only"
            ) from error

    @classmethod
    def _parse(cls, record: Any, table: str) -> "Change | None":
        source = table_of(record["eventSourceARN"])
        if source != table:
            raise UnreadableRecordError(f"a record of table {source}; map this function to table {table} only")
        change = record["dynamodb"]
        name = change["Keys"]["name"]["S"]
        if name.startswith("#"):
            return None
        event = record["eventName"]
        for image in _IMAGES[event]:
            if image not in change:
                raise UnreadableRecordError(
                    f"{event} of sequence {name} has no {image}, because the stream's view type is "
                    f"{change.get('StreamViewType')}; set the table's stream_view_type to NEW_AND_OLD_IMAGES"
                )
        return cls(
            name=name,
            old=_value(change.get("OldImage")),
            new=_value(change.get("NewImage")),
            at=datetime.fromtimestamp(change["ApproximateCreationDateTime"], UTC),
            event_id=record["eventID"],
            sequence_number=change["SequenceNumber"],
        )


def table_of(stream_arn: str) -> str:
    """The table's name in a stream's ARN, `arn:aws:dynamodb:region:account:table/name/stream/label`."""
    return stream_arn.split("/")[1]


def _value(image: dict[str, Any] | None) -> int | str | None:
    value = None if image is None else image.get("value")  # a writer may also remove it
    try:
        return None if value is None else int(value["N"])
    except (KeyError, ValueError):
        return plain(json.dumps(value), 60)
