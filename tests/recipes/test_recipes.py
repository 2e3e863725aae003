"""Each recipe does what it shows, with the real component, handler and client."""

from datetime import date
from typing import Any

import pytest

from client.errors import TokenMismatchError

from .snippets import headings, run, snippets

SHOWN = {  # how many results each recipe shows
    "Formatted numbers, one series a year": 3,
    "A series for each customer or shop": 4,
    "Short codes that do not show the count": 3,
}
ELSEWHERE = {  # tested below, or in test_column_defaults.py
    "Several Regions without coordination",
    "Column defaults",
    "SQLAlchemy",
    "Pydantic",
    "Django",
    "Numbers without gaps",
}


def test_every_recipe_has_a_test() -> None:
    assert set(headings()) == SHOWN.keys() | ELSEWHERE
    assert snippets("Numbers without gaps") == []


@pytest.mark.parametrize("recipe", SHOWN)
def test_a_recipe_gives_the_results_it_shows(recipe: str, namespace: dict[str, Any]) -> None:
    assert sum(run(snippet, namespace) for snippet in snippets(recipe)) == SHOWN[recipe]


def test_no_two_regions_give_the_same_number(namespace: dict[str, Any]) -> None:
    options, caller = snippets("Several Regions without coordination")
    shown = {**namespace, "region": "eu-central-1"}
    run(options, shown)
    assert run(caller, shown) == 2
    values: list[int] = []
    for region in shown["REGIONS"]:
        run(options, {**namespace, "region": region})
        values += namespace["numbers"].next_range("orders", 50)
    assert len(set(values)) == 150


def test_a_retry_with_another_year_is_no_second_invoice(namespace: dict[str, Any]) -> None:
    for snippet in snippets("Formatted numbers, one series a year"):
        run(snippet, namespace)
    invoice_number = namespace["invoice_number"]
    assert invoice_number(date(2026, 12, 31), "cart-7f3a") == "INV-2026-000001"
    with pytest.raises(TokenMismatchError):
        invoice_number(date(2027, 1, 1), "cart-7f3a")
