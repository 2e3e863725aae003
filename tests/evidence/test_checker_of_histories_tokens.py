"""The checker's rule for tokens: histories that break it, and similar ones that do not."""

from .operations import broken, seen


def test_a_token_with_two_answers() -> None:
    assert broken(seen("a", 0, 1, (5, 5), token="t"), seen("a", 2, 3, (6, 6), token="t")) == {"tokens"}
    assert broken(seen("a", 0, 1, (5, 5), token="t"), seen("cached", 2, 3, (5, 5), token="t")) == {"tokens"}
    assert not broken(seen("a", 0, 1, (5, 5), token="t"), seen("a", 2, 3, (5, 5), token="t"))


def test_a_replay_counts_once_and_from_its_first_call() -> None:
    """The first caller was killed. Its call had taken the value before the other calls began."""
    assert not broken(
        seen("a", 0, None, token="t"),
        seen("a", 2, 3, (6, 6)),
        seen("a", 4, 5, (5, 5), token="t"),
        seen("a", 6, 7, (5, 5), token="t"),
    )


def test_a_mismatch_that_no_other_request_explains() -> None:
    mismatch = seen("a", 4, 5, token="t", error="TokenMismatchError")
    assert broken(seen("a", 0, 1, (5, 5), token="t"), mismatch) == {"tokens"}
    assert not broken(seen("cached", 0, None, token="t"), mismatch)


def test_the_repeat_of_an_answered_token_gets_the_answer_whatever_happens() -> None:
    first = seen("a", 0, 1, (1000, 1000), token="t")
    repeat = seen("a", 4, 5, token="t", error="SequenceExhaustedError")
    assert broken(first, repeat, stored={"a": 1000}) == {"tokens"}
    assert not broken(first, repeat._replace(begin=1), stored={"a": 1000})  # they overlap
    assert not broken(first, repeat._replace(error="SequenceUnavailableError"), stored={"a": 1000})


def test_the_repeat_of_an_answered_token_is_no_mismatch_because_another_request_was_one() -> None:
    first = seen("a", 0, 1, (5, 5), token="t")
    other = seen("a", 2, 3, kind="range", token="t", error="TokenMismatchError")._replace(count=77)
    assert not broken(first, other)
    assert broken(first, other, seen("a", 4, 5, token="t", error="TokenMismatchError")) == {"tokens"}
    lost = other._replace(begin=0, error="SequenceUnavailableError")  # it cannot have the token that `first` has
    assert broken(first, lost, seen("a", 0, 9, token="t", error="TokenMismatchError")) == {"tokens"}


def test_another_request_with_an_answered_token_is_a_mismatch_even_at_the_end() -> None:
    other = seen("a", 2, 3, kind="range", token="t", error="SequenceExhaustedError")._replace(count=77)
    assert broken(seen("a", 0, 1, (1000, 1000), token="t"), other, stored={"a": 1000}) == {"tokens"}


def test_two_mismatches_without_an_answer() -> None:
    one = seen("a", 0, 1, token="t", error="TokenMismatchError")
    other = seen("cached", 0, 1, token="t", error="TokenMismatchError")
    assert broken(one, other) == {"tokens"}
    for holds in ("SequenceUnavailableError", "SequenceExhaustedError"):
        assert not broken(one, other._replace(error=holds))
