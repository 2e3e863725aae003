"""`sequences check`."""

from collections.abc import Callable, Iterable, Iterator

from botocore.exceptions import ClientError

from ..checks import Finding, State, check_alarms, check_function, check_queue, check_table
from ..errors import code_of, explain
from ..guide import AFTER_A_RESTORE
from ..service import Service
from ..standing import all_standings
from ..value_checks import check_values
from .common import Context


def check(context: Context) -> int:
    """Check the function, the table, the values, the dead-letter queues and the alarms. 1 if anything is wrong."""
    with context.output.progress("checking") as show:
        found = list(_all(context, lambda read: show(f"{read:,} sequences read")))
    rows = [(each.subject, each.state, each.text) for each in found]
    context.output.rows(("subject", "state", "finding"), rows, lambda: [each._asdict() for each in found])
    wrong = sum(each.state is State.WRONG for each in found)
    if wrong:
        context.output.note(f"sequences check: {wrong} of {len(found)} checks failed; each says what to do")
    return 1 if wrong else 0


def _all(context: Context, on_page: Callable[[int], None]) -> Iterator[Finding]:
    service, aws = context.service, context.aws
    stream = service.outputs.get("stream_arn")
    yield from _found("function", check_function(aws.client("lambda"), str(service.function), service.table_name))
    yield from _found(
        "table", check_table(aws.client("dynamodb"), service.table, stream), f"if it is gone, see {AFTER_A_RESTORE}"
    )
    definitions = service.definitions
    if definitions is None:
        yield Finding("sequences", State.NOTE, "not checked, because the definitions are not known; give --outputs")
    else:
        yield from _found("sequences", check_values(all_standings(context.counters, definitions, on_page)))
    sqs = aws.client("sqs")
    for url in _queues(service):
        yield from _found("dead-letter queue", check_queue(sqs, url))
    yield from _found("alarms", check_alarms(aws.client("cloudwatch"), _watched(service)))


def _found(subject: str, findings: Iterable[Finding], if_missing: str = "") -> Iterator[Finding]:
    """The findings. If AWS refuses, that is the last one; a missing right ends the command.

    `if_missing` says what else to do if there is no such resource.
    """
    try:
        yield from findings
    except ClientError as error:
        if "AccessDenied" in code_of(error):
            raise
        missing = if_missing and code_of(error) == "ResourceNotFoundException"
        yield Finding(subject, State.WRONG, f"{explain(error)}; {if_missing}" if missing else explain(error))


def _consumers(service: Service) -> Iterator[dict[str, str]]:
    yield from (service.outputs.get("consumers") or {}).values()
    own = {"function_name": "consumer_function_name", "dead_letter_queue_url": "dead_letter_queue_url"}
    yield {field: service.outputs[output] for field, output in own.items() if service.outputs.get(output)}


def _queues(service: Service) -> list[str]:
    return [each["dead_letter_queue_url"] for each in _consumers(service) if "dead_letter_queue_url" in each]


def _watched(service: Service) -> set[str]:
    """The values of the dimensions that the service's metrics have."""
    consumers = {each["function_name"] for each in _consumers(service) if "function_name" in each}
    return {service.function.name, service.table, *consumers, *(url.rpartition("/")[2] for url in _queues(service))}
