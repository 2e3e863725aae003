"""Each principal may do what rights.txt allows, and nothing that it refuses.

Every change of a policy breaks a line of the table, so no right is in a policy that the table does not name.
"""

import copy
from collections.abc import Iterator

import pytest

from .rights import cases, decide
from .stacks import SETS, Stack, Statements, stack

CASES = list(cases())


def test_the_table_is_large_and_has_no_line_twice() -> None:
    assert len(CASES) >= 120
    assert len({str(case) for case in CASES}) == len(CASES)
    assert all(case.sets() for case in CASES)


@pytest.mark.parametrize("options", SETS)
def test_each_principal_may_do_what_the_table_says_and_nothing_else(options: str) -> None:
    wrong = [case for case in CASES if options in case.sets() and decide(case, stack(options)) is not case.allowed]
    assert wrong == []


def unnoticed(principal: str, options: str, changed: Statements) -> bool:
    """Whether all cases still hold if the principal has these statements instead."""
    there = stack(options)
    other = Stack({**there.principals, principal: changed}, there.resource_policies)
    concerned = (case for case in CASES if case.principal == principal and options in case.sets())
    return all(decide(case, other) is case.allowed for case in concerned)


def changes(statements: Statements) -> Iterator[tuple[str, Statements]]:
    """Each action taken away, each statement on every resource, each statement without one of its conditions."""
    for number, statement in enumerate(statements):
        for action in statement["Action"]:
            changed = copy.deepcopy(statements)
            changed[number]["Action"].remove(action)
            if not changed[number]["Action"]:
                del changed[number]
            yield f"without {action}", changed
        if statement["Resource"] != "*":
            changed = copy.deepcopy(statements)
            changed[number]["Resource"] = "*"
            yield f"{statement['Action']} on everything", changed
        for operator in statement.get("Condition", ()):
            changed = copy.deepcopy(statements)
            del changed[number]["Condition"][operator]
            yield f"{statement['Action']} without {operator}", changed


@pytest.mark.parametrize("options", SETS)
def test_the_table_notices_each_action_resource_and_condition_that_changes(options: str) -> None:
    for principal, statements in stack(options).principals.items():
        made = list(changes(statements))
        assert bool(made) == (principal not in ("outsider", "stranger"))
        assert [what for what, changed in made if unnoticed(principal, options, changed)] == [], principal


def test_the_table_notices_a_resource_policy_that_opens_to_another_account() -> None:
    open_to_all = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
    for options in SETS:
        there = stack(options)
        for resource in there.resource_policies:
            opened = Stack(there.principals, {**there.resource_policies, resource: [open_to_all]})
            concerned = (case for case in CASES if case.principal == "stranger" and options in case.sets())
            assert not all(decide(case, opened) is case.allowed for case in concerned), (options, resource)
