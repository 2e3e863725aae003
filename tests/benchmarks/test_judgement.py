"""What a run's result says: which values came twice, which marks are missed, what the exit code is."""

import pytest

from benchmarks.answer import Figure, seconds
from benchmarks.marks import MARKS, Mark, verdict
from benchmarks.result import missed, problems
from benchmarks.spread import Spread
from benchmarks.table import TO_BOTO3, contenders, rows, text, to_boto3
from benchmarks.uniqueness import Ledger


def unique(**duplicates: int) -> dict[str, object]:
    return {
        "figures": [],
        "not measured": [],
        "cannot run": {"npm": "needs Node.js with npm"},
        "rounds": 5,
        "uniqueness": {
            "values": 9,
            "values in memory": 4,
            "duplicates": duplicates,
            "naive values": 5,
            "naive duplicates": 2,
        },
    }


@pytest.mark.parametrize(
    ("replies", "issued", "twice"),
    [
        ([1, 2, 3], 3, 0),
        ([2, 1, 2, 2], 4, 2),
        ([{"first": 1, "last": 10}, {"first": 11, "last": 20}], 20, 0),
        ([{"first": 1, "last": 10}, {"first": 8, "last": 20}], 23, 3),
        ([{"first": 1, "last": 10}, 10, 11], 12, 1),
        ([{"first": 1, "last": 10}, {"first": 3, "last": 4}, 10], 13, 3),
        ([0, 1, 2, 5, 6, {"first": 3, "last": 5}, 6, 7], 10, 2),
        ([5, -1, 0, -1], 4, 1),
    ],
)
def test_a_ledger_counts_the_values_that_came_before(replies: list[object], issued: int, twice: int) -> None:
    ledger = Ledger()
    ledger.add("orders", replies[:1])
    ledger.add("orders", replies[1:])
    ledger.add("other", [1])
    assert (ledger.issued("orders"), ledger.duplicates("orders")) == (issued, twice)


def test_a_ledger_refuses_what_is_no_value() -> None:
    with pytest.raises(TypeError, match="neither a value nor a range"):
        Ledger().add("orders", [True])


def test_a_run_fails_if_a_value_came_twice_or_the_naive_contender_passes() -> None:
    assert problems(unique()) == []
    assert problems(unique(orders=3)) == ["orders: 3 values came twice"]
    passes = unique()
    passes["uniqueness"] = {"duplicates": {}, "naive values": 5, "naive duplicates": 0}
    assert "the check of uniqueness shows nothing" in problems(passes)[0]


def test_the_table_says_what_cannot_run_and_why() -> None:
    assert "Cannot run here: npm: needs Node.js with npm." in text(unique())


def row(question: str, figure: str, lowest: float, verdict: str = "met", rounds: int = 5) -> dict[str, object]:
    compared = [2.0, lowest, 3.0]
    return {
        "question": question,
        "figure": figure,
        "absolute": "9",
        "unit": "",
        "compared": compared,
        "rounds": rounds,
        "mark": "",
        "verdict": verdict,
    }


def test_the_table_says_where_npm_was_faster_and_which_marks_are_missed() -> None:
    peer = "ordered, to npm's peer"
    slower, missing = row(peer, "4 callers", 0.89, "MISSED"), row(peer, "1 caller", 1.2)
    said = text({**unique(), "figures": [slower, missing]})
    assert "npm's dynamodb-atomic-counter was faster in at least one round: 4 callers (0.89)." in said
    assert f"Missed: {peer}: 4 callers." in said
    assert "Missed" not in text({**unique(), "figures": [missing]})


def test_the_table_says_of_how_many_rounds_a_spread_is() -> None:
    figures = [row("a", "usual", 1.2), row("b", "slow", 1.2, rounds=2), row("c", "slowest", 1.2, rounds=1)]
    spreads = [found[3] for found in rows({**unique(), "figures": figures})]
    assert spreads == ["1.20 to 3.00", "1.20 to 3.00, 2 rounds", "one run"]


def test_a_spread_knows_its_rounds() -> None:
    assert Spread.of_ratios([6, 3, 8], [2, 3, 2]) == Spread(3, 1, 4, 3)
    assert Spread(3, 1, 4, 3).divided(2) == Spread(1.5, 0.5, 2, 3)


def test_a_contender_is_compared_to_boto3_in_each_round() -> None:
    values = {"boto3": {"1 caller": [100, 50, 200, 3]}, "ours": {"1 caller": [300, 300, 300, 3]}}
    ratios = {"boto3": {"1 caller": [1, 1, 1, 3]}, "ours": {"1 caller": [4, 1.5, 6, 3]}}
    result = {"series": {"values": values, TO_BOTO3: ratios}, "contenders": [{"name": "ours", "what": "adds"}]}
    assert to_boto3(result)["ours"] == {"1 caller": 4}
    assert "| ours | adds | 4.00 |" in contenders(result)


@pytest.mark.parametrize(("median", "found"), [(1.79, "MISSED"), (1.8, "met")])
def test_a_mark_judges_the_median(median: float, found: str) -> None:
    figure = Figure("ordered, to boto3", "1 caller", "9 a second", Spread(median, 0.1, 9, 5))
    assert verdict(figure) == ("at least 1.8", found)
    row = {"question": "q", "figure": "f", "verdict": found}
    assert missed({"figures": [row], "not measured": ["a: b"]}) == (["q: f"] if found == "MISSED" else []) + ["a: b"]


def test_a_figure_without_a_mark_is_not_judged() -> None:
    assert verdict(Figure("something", "else", "", Spread(1, 1, 1, 5))) == ("", "")


def test_each_mark_has_one_bound() -> None:
    assert len(MARKS) >= 25
    assert all((mark.least is None) != (mark.most is None) for mark in MARKS.values())
    assert str(Mark(least=1.1, aim=True)) == "at least 1.1 (aim)"


@pytest.mark.parametrize(
    ("figure", "shown"), [(2.5e-8, "25 ns"), (2.5e-5, "25 µs"), (0.0123, "12.3 ms"), (12.345, "12.35 s")]
)
def test_a_time_is_shown_in_a_unit_that_fits(figure: float, shown: str) -> None:
    assert seconds(figure) == shown
