"""Draw the layout of the dashboard from its own JSON. As a command, it prints the picture as SVG.

It shows each widget with what it graphs, and no data.
"""

import re
import textwrap
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from components.monitoring.alarms import alarms
from components.monitoring.args import THRESHOLDS
from components.monitoring.dashboard import dashboard_body
from components.monitoring.watched import Watched

COLUMN, UNIT = 40, 34  # pixels of one unit of CloudWatch's grid
GAP, LINE = 4, 15
LETTER = 6.5  # the width of an average letter, rather too much than too little
_LINK = re.compile(r"\[([^]]*)\]\([^)]*\)")

EXAMPLE: Watched = {
    "name": "sequences",
    "region": "us-east-1",
    "table": "sequences-table-1a2b3c4",
    "function": "sequences-next-value-1a2b3c4",
    "timeout": 10,
    "http": True,
    "consumers": [
        {
            "name": "sequences-consumer",
            "function": "sequences-consumer-1a2b3c4",
            "queue": "sequences-consumer-dead-letters-1a2b3c4",
        }
    ],
    "bundled": True,
}
"""The service of the picture: `alarms: {}`, `http: {}` and `consumer: {}`."""


def example() -> dict[str, Any]:
    """The body of the dashboard in the picture."""
    wanted = alarms(EXAMPLE, THRESHOLDS)
    names = [f"arn:aws:cloudwatch:us-east-1:123456789012:alarm:{alarm.name}" for alarm in wanted]
    sections = list(dict.fromkeys(alarm.section for alarm in wanted))
    return dashboard_body(EXAMPLE, THRESHOLDS, names, sections)


def picture(body: Mapping[str, Any]) -> str:
    """The dashboard with this body, as SVG."""
    widgets = body["widgets"]
    width = COLUMN * max(each["x"] + each["width"] for each in widgets)
    height = UNIT * max(each["y"] + each["height"] for each in widgets)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif"'
            ' font-size="12" fill="#16191f">',
            f'<rect width="{width}" height="{height}" fill="#f2f3f3"/>',
            *(line for widget in widgets for line in _drawn(widget)),
            "</svg>",
        ]
    )


def _drawn(widget: Mapping[str, Any]) -> Iterator[str]:
    x, y = COLUMN * widget["x"] + GAP, UNIT * widget["y"] + GAP
    width, height = COLUMN * widget["width"] - 2 * GAP, UNIT * widget["height"] - 2 * GAP
    yield f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="white" stroke="#aab7b8"/>'
    wrapped = ((part, style) for text, style in _lines(widget) for part in textwrap.wrap(text, int(width / LETTER) - 3))
    for number, (text, style) in enumerate(wrapped):
        yield f'<text x="{x + 10}" y="{y + 20 + LINE * number}"{style}>{escape(text)}</text>'


def _lines(widget: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The lines of text in a widget, each with its style."""
    properties, bold, grey = widget["properties"], ' font-weight="bold"', ' fill="#545b64"'
    if widget["type"] == "text":
        for line in filter(None, properties["markdown"].splitlines()):
            yield _LINK.sub(r"\1", line.removeprefix("# ")), bold if line.startswith("# ") else grey
    elif widget["type"] == "alarm":
        yield properties["title"], bold
        names = [arn.rpartition(":")[2] for arn in properties["alarms"]]
        for first in range(0, len(names), 4):
            yield "   ".join(names[first : first + 4]), grey
    else:
        yield f"{properties['title']} ({properties['yAxis']['left']['label']})", bold
        for *_, options in properties["metrics"]:
            if options.get("visible", True):
                yield _label(options["label"]), grey
        for line in properties.get("annotations", {}).get("horizontal", []):
            yield f"line at {line['value']:g}: {line['label']}", ' fill="#d13212"'


def _label(text: str) -> str:
    """The label of a series. A search gives one series for each sequence."""
    return text.replace("${PROP('Dim.Sequence')}", "each sequence")


if __name__ == "__main__":
    print(picture(example()))
