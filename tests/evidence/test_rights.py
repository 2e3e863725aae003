"""Each principal may do what rights.txt allows, and nothing that it refuses.

Every change of a policy breaks a line of the table, so no right is in a policy that the table does not name.
"""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from .rights import EVERYTHING, Case, cases, decide
from .stacks import BOUNDARIES, SERVICES, SETS, Stack, Statements, stack

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
    return all_hold(there._replace(principals={**there.principals, principal: changed}), options, principal)


def all_hold(there: Stack, options: str, principal: str | None = None) -> bool:
    """Whether all cases of this set of options hold in a stack; with `principal`, its cases."""
    concerned = (case for case in CASES if principal in (None, case.principal) and options in case.sets())
    return all(decide(case, there) is case.allowed for case in concerned)


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
        if principal in stack(options).boundaries:
            continue  # the boundary hides some changes; other sets of options have the same statements
        made = list(changes(statements))
        assert bool(made) == (principal not in ("outsider", "stranger", *SERVICES))
        assert [what for what, changed in made if unnoticed(principal, options, changed)] == [], principal


def test_the_table_notices_a_resource_policy_that_opens_to_another_account() -> None:
    open_to_all = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
    for options in SETS:
        there = stack(options)
        for resource in there.resource_policies:
            opened = there._replace(resource_policies={**there.resource_policies, resource: [open_to_all]})
            assert not all_hold(opened, options, "stranger"), (options, resource)


def permission_changes(statement: dict[str, Any]) -> Iterator[tuple[str, Statements]]:
    """No permission; one for all actions, or for everyone; and one without each key of its condition."""
    yield "no permission", []
    yield "every action", [{**statement, "Action": "lambda:*"}]
    if statement["Principal"] != "*":
        yield "every principal", [{**statement, "Principal": "*"}]
    for operator, keys in statement["Condition"].items():
        for key in keys:
            left = {name: value for name, value in keys.items() if name != key}
            yield f"without {key}", [{**statement, "Condition": {**statement["Condition"], operator: left}}]


@pytest.mark.parametrize("options", [options for options in SETS if options.startswith("partner")])
def test_the_table_notices_each_change_of_a_permission_to_invoke(options: str) -> None:
    there = stack(options)
    permissions = [(arn, each) for arn, all_ in there.resource_policies.items() for each in all_ if is_invoke(each)]
    assert len(permissions) == 6  # the function and its URL, for an account and two services
    for arn, statement in permissions:
        others = [each for each in there.resource_policies[arn] if each is not statement]
        for what, changed in permission_changes(statement):
            other = there._replace(resource_policies={**there.resource_policies, arn: others + changed})
            assert not all_hold(other, options), (statement, what)


def is_invoke(statement: dict[str, Any]) -> bool:
    """Whether a statement of a resource's policy lets someone invoke a function."""
    return str(statement["Action"]).startswith("lambda:")


@pytest.mark.parametrize("principal", ["next-value", "consumer"])
def test_the_table_notices_a_role_without_its_boundary_and_a_narrower_boundary(principal: str) -> None:
    there = stack("boundary")
    without = {role: boundary for role, boundary in there.boundaries.items() if role != principal}
    assert not all_hold(there._replace(boundaries=without), "boundary", principal)
    for action in ("dynamodb:*", "logs:*"):
        narrower = [
            {**each, "Action": [a for a in each["Action"] if a != action]} for each in there.boundaries[principal]
        ]
        changed = there._replace(boundaries={**there.boundaries, principal: narrower})
        assert not all_hold(changed, "boundary", principal), action


@pytest.mark.parametrize("principal", ["next-value", "consumer"])
def test_a_role_with_a_boundary_may_not_do_more_even_if_it_is_given_every_right(principal: str) -> None:
    there = stack("boundary")
    free = there._replace(principals={**there.principals, principal: EVERYTHING})
    services = {action.partition(":")[0] for each in BOUNDARIES.values() for one in each for action in one["Action"]}
    beyond = [case for case in CASES if outside(case, principal, services)]
    assert len(beyond) >= 8
    assert [case for case in beyond if decide(case, free)] == []
    assert [case for case in beyond if not decide(case, free._replace(boundaries={}))] == []


def outside(case: Case, principal: str, services: set[str]) -> bool:
    """Whether a case is the principal's, holds with the boundary, and is about another service."""
    return case.principal == principal and "boundary" in case.sets() and case.action.partition(":")[0] not in services
