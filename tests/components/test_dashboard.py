"""The dashboard: a body that CloudWatch accepts, links that lead somewhere, and a picture that shows it."""

import itertools
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from plugin.dashboard_picture import LETTER, example, picture
from testing import RecordedStack

from .monitored import ALARM, DASHBOARD, SERVICES, alarms, body, monitored
from .registered import build

ROOT = Path(__file__).parents[2]
RUNBOOK = ROOT / "docs" / "operations.md"
EVERYTHING: dict[str, Any] = {"http": {}, "consumer": {}}
STATISTIC = r"SampleCount|Average|Sum|Minimum|Maximum|p\d{1,2}"


@pytest.fixture(scope="module", params=SERVICES)
def stack(request: pytest.FixtureRequest) -> RecordedStack:
    return monitored(SERVICES[request.param])


def area(widget: dict[str, Any]) -> set[tuple[int, int]]:
    """The cells of the grid that a widget covers."""
    columns = range(widget["x"], widget["x"] + widget["width"])
    rows = range(widget["y"], widget["y"] + widget["height"])
    return set(itertools.product(columns, rows))


def test_the_widgets_fill_the_grid_without_overlap(stack: RecordedStack) -> None:
    areas = [area(widget) for widget in body(stack)["widgets"]]
    covered = set().union(*areas)
    assert sum(map(len, areas)) == len(covered), "two widgets overlap"
    height = max(row for _, row in covered) + 1
    assert covered == set(itertools.product(range(24), range(height)))


def test_the_body_is_as_cloudwatch_documents_it(stack: RecordedStack) -> None:
    """The rules of "Dashboard body structure and syntax", Amazon CloudWatch API Reference."""
    found = body(stack)
    assert found.keys() <= {"widgets", "start", "end", "periodOverride", "variables"}
    assert re.fullmatch(r"-PT\d+[MH]", found["start"])
    assert found["periodOverride"] in ("auto", "inherit")
    assert len(found["widgets"]) <= 500
    for widget in found["widgets"]:
        assert widget.keys() == {"type", "x", "y", "width", "height", "properties"}
        assert widget["height"] in range(1, 1001)
        check = {"text": check_text, "alarm": check_alarm_states, "metric": check_graph}[widget["type"]]
        check(widget["properties"])


def check_text(properties: dict[str, Any]) -> None:
    assert properties.keys() <= {"markdown", "background"}
    assert isinstance(properties["markdown"], str)


def check_alarm_states(properties: dict[str, Any]) -> None:
    assert properties.keys() <= {"alarms", "sortBy", "states", "title"}
    assert properties["sortBy"] in ("default", "stateUpdatedTimestamp", "timestamp")
    assert 1 <= len(properties["alarms"]) <= 100


def check_graph(properties: dict[str, Any]) -> None:
    allowed = {"title", "region", "view", "stacked", "period", "metrics", "yAxis", "annotations"}
    assert {"region", "metrics"} <= properties.keys() <= allowed
    assert properties["view"] in ("timeSeries", "singleValue", "gauge", "bar", "pie", "table")
    assert properties["period"] % 60 == 0
    assert properties["yAxis"]["left"].keys() <= {"label", "min", "max", "showUnits"}
    assert 1 <= len(properties["metrics"]) <= 100
    ids = [row[-1]["id"] for row in properties["metrics"] if "id" in row[-1]]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z]\w*", each) for each in ids)
    for row in properties["metrics"]:
        *names, options = row
        if names:
            assert len(names) % 2 == 0, "a namespace and a name, then pairs"
            assert options.keys() <= {"color", "id", "label", "period", "region", "stat", "visible", "yAxis"}
            assert re.fullmatch(STATISTIC, options["stat"])
        else:
            assert options.keys() <= {"expression", "id", "label", "region"}
            assert set(re.findall(r"\b[a-z]+\b(?!\()", re.sub(r"'.*'", "", options["expression"]))) <= set(ids)
    for line in properties.get("annotations", {}).get("horizontal", []):
        assert line.keys() <= {"color", "fill", "label", "value", "visible", "yAxis"}
        assert isinstance(line["value"], int | float)


def test_it_shows_the_state_of_every_alarm(stack: RecordedStack) -> None:
    (states,) = [widget["properties"] for widget in body(stack)["widgets"] if widget["type"] == "alarm"]
    names = {arn.rpartition(":")[2] for arn in states["alarms"]}
    assert names == {f"{each.name}-1a2b3c4" for each in stack.all(ALARM)}


@pytest.mark.parametrize(
    ("service", "titles"),
    [
        ("no consumer", ["Pace", "Latency", "Errors"]),
        (
            "two consumers",
            [
                "Pace",
                "Share used of each sequence",
                "Latency",
                "Errors",
                "Age of records at the consumer",
                "Dead letters",
            ],
        ),
    ],
)
def test_it_answers_the_questions_that_the_service_can_answer(service: str, titles: list[str]) -> None:
    graphs = [each["properties"] for each in body(monitored(SERVICES[service]))["widgets"] if each["type"] == "metric"]
    assert [each["title"] for each in graphs] == titles
    assert {each["region"] for each in graphs} == {"us-east-1"}


def test_the_lines_in_the_graphs_are_the_alarms_thresholds() -> None:
    thresholds = {"function_duration_percent": 50, "range_used_percent": 60, "consumer_age_seconds": 60}
    graphs = body(monitored(EVERYTHING, thresholds=thresholds))["widgets"]
    lines = {
        widget["properties"]["title"]: [line["value"] for line in widget["properties"]["annotations"]["horizontal"]]
        for widget in graphs
        if "annotations" in widget["properties"]
    }
    assert lines == {
        "Latency": [5000],
        "Share used of each sequence": [60, 95],
        "Age of records at the consumer": [60_000],
    }


def test_two_stacks_never_share_a_dashboard() -> None:
    """AWS overwrites a dashboard of the same name without a word."""
    stack = build({"alarms": {}})
    assert stack.one(DASHBOARD).inputs["dashboard_name"] == stack.outputs["dashboard_name"] == "shop-test-orders"
    assert monitored(dashboard_name="numbers").outputs["dashboard_name"] == "numbers"


def test_each_link_leads_to_a_section_of_the_runbook() -> None:
    stack = monitored(EVERYTHING)
    texts = [json.dumps(body(stack)), *(alarm["alarm_description"] for alarm in alarms(stack).values())]
    links = set(re.findall(r"https://[^\s)\"]+", " ".join(texts)))
    repository = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["urls"]["Repository"]
    headings = re.findall(r"^#+ (.*)$", RUNBOOK.read_text(), re.MULTILINE)
    anchors = {re.sub(r"[^\w-]", "", heading.lower().replace(" ", "-")) for heading in headings}
    assert len(links) == 12
    for link in links:
        page, _, section = link.partition("#")
        assert page == f"{repository}/blob/main/docs/operations.md"
        assert section in anchors, link


def test_the_picture_in_the_docs_is_up_to_date() -> None:
    assert (ROOT / "docs" / "dashboard.svg").read_text() == picture(example()) + "\n", "run `make docs`"


def test_the_picture_shows_the_dashboard_that_pulumi_registers() -> None:
    def layout(found: dict[str, Any]) -> list[tuple[Any, ...]]:
        keys = ("type", "x", "y", "width", "height")
        return [(*(each[key] for key in keys), each["properties"].get("title")) for each in found["widgets"]]

    assert layout(example()) == layout(body(monitored(EVERYTHING)))


def test_no_text_in_the_picture_leaves_its_widget() -> None:
    boxes: list[tuple[float, ...]] = []
    for tag in re.findall(r"<rect x=.*?>|<text .*?</text>", picture(example())):
        x, y = (float(re.findall(rf' {name}="(\d+)"', tag)[0]) for name in "xy")
        if tag.startswith("<rect"):
            boxes.append((x, y, *(float(re.findall(rf' {name}="(\d+)"', tag)[0]) for name in ("width", "height"))))
        else:
            left, top, width, height = boxes[-1]
            text = re.sub(r"<.*?>", "", tag)
            assert left < x
            assert x + LETTER * len(text) <= left + width
            assert top < y < top + height, text
