"""Where all contenders run: one DynamoDB Local, one PostgreSQL, one environment."""

import itertools
import os
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3

from components.definitions.args import SequenceDefinition
from tests.dynamodb_local import dynamodb_local
from tests.handlers import postgresql
from tests.handlers.aws.test_tls import Authority
from tests.handlers.fake_server import fake_server

from . import packages
from .contender import Contender
from .deployed_code import unpack
from .process import Measured, Worker, first_answer, worker
from .uniqueness import Ledger

ROOT = Path(__file__).parent.parent
DEFINITIONS: Mapping[str, SequenceDefinition] = {
    "ordered": {},
    "cached": {"cache": 50},
    "ranges": {},
    "tokens": {},
    "grown/*": {},
}
TABLES = {"sequences": ("name", "S"), "counters": ("name", "S"), "numbered": ("number", "N")}
KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1"}


@dataclass
class Place:
    """The servers' addresses as an environment, what cannot run here, and all values that were issued."""

    environment: dict[str, str]
    code: Path
    """The function's code as it is deployed."""
    secure: dict[str, str]
    """The environment of a server behind TLS, which gives each request the same answer."""
    missing: dict[str, str] = field(default_factory=dict)
    """Why something that a contender `needs` is not there."""
    ledger: Ledger = field(default_factory=Ledger)
    scratch: Path = Path()

    @contextmanager
    def worker(
        self, contender: Contender, prefix: list[str] | None = None, *, code: Path | None = None, quiet: bool = False
    ) -> Iterator[Worker]:
        """Run a contender's process. `prefix` comes before its command; `code` is another deployed function.

        `quiet` drops what it prints.
        """
        command = [*(prefix or []), *contender.worker_command]
        with worker(command, self.environment, code or self.code, quiet=quiet) as started:
            yield started

    def measure(self, contender: Contender, started: Worker, callers: int, seconds: float) -> Measured:
        """Measure a contender, and keep its values."""
        return self.measure_all([(contender, started)], callers, seconds)[0]

    def measure_all(self, all_: list[tuple[Contender, Worker]], callers: int, seconds: float) -> list[Measured]:
        """Measure several processes at once."""
        for contender, started in all_:
            started.begin(contender.event, callers, seconds, **({"tokens": True} if contender.tokens else {}))
        measured = [started.end() for _, started in all_]
        for (contender, _), each in zip(all_, measured, strict=True):
            self.ledger.add(contender.counter, each.replies)
        return measured

    def measure_names(self, started: Worker, contender: Contender, names: list[int], seconds: float) -> Measured:
        """Measure one caller that takes a value of these sequences in turn: `contender`'s name and a number."""
        started.begin(contender.event, 1, seconds, names=names)
        measured = started.end()
        replies: dict[int, list[Any]] = {}
        for number, reply in zip(itertools.cycle(names), measured.replies, strict=False):
            replies.setdefault(number, []).append(reply)
        for number, found in replies.items():
            self.ledger.add(f"{contender.counter}{number}", found)
        return measured

    def first_answer(
        self, contender: Contender, prefix: list[str] | None = None, *, secure: bool = False, code: Path | None = None
    ) -> float:
        """Seconds from the start of an interpreter to the contender's first answer."""
        environment = self.environment | (self.secure if secure else {})
        answer = first_answer([*(prefix or []), *contender.first_answer_command], environment, code or self.code)
        if not secure:
            self.ledger.add(contender.counter, [answer.reply])
        return answer.seconds

    def client(self, service: str) -> Any:
        """A boto3 client of DynamoDB Local."""
        make: Any = boto3.client
        return make(
            service,
            endpoint_url=self.environment["AWS_ENDPOINT_URL"],
            region_name="us-east-1",
            aws_access_key_id=KEYS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"],
        )

    def runs(self, contender: Contender) -> bool:
        """Whether what the contender needs is there."""
        return contender.needs not in self.missing


@contextmanager
def place(*, fetch: bool = True, url: str | None = None) -> Iterator[Place]:
    """Start everything. `url` is of a DynamoDB Local that runs already.

    `fetch` installs other people's packages and starts PostgreSQL. Without it, those contenders are missing.
    """
    with ExitStack() as stack:
        tables = {name: f"{name}-{uuid.uuid4().hex[:8]}" for name in TABLES}  # a server may have others of this name
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        parameter = {"Parameter": {"Name": "table", "Value": tables["counters"]}}
        authority = Authority(scratch, "localhost")
        secure = stack.enter_context(fake_server(tls=authority.tls))
        outside = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "SEQUENCE_"))}
        environment = (
            outside
            | KEYS
            | {
                "AWS_DEFAULT_REGION": KEYS["AWS_REGION"],
                "AWS_ENDPOINT_URL": url or stack.enter_context(dynamodb_local()),
                "AWS_ENDPOINT_URL_SSM": stack.enter_context(fake_server(parameter)).url,
                "SEQUENCE_TABLE_NAME": tables["sequences"],
                "TABLE_NAME": tables["counters"],
                "NUMBERED_TABLE_NAME": tables["numbered"],
                "TABLE_PARAMETER": "table",
                "PYTHONPATH": os.pathsep.join([str(ROOT), str(packages.PYTHON)]),
                "PYTHONDONTWRITEBYTECODE": "1",
                "NODE_NO_WARNINGS": "1",
            }
        )
        found = Place(
            environment,
            unpack(scratch / "code", "next_value", DEFINITIONS),
            {"AWS_ENDPOINT_URL": secure.url, "AWS_CA_BUNDLE": str(authority.bundle)},
            scratch=scratch,
        )
        _create_tables(found.client("dynamodb"), tables)
        reasons = {
            "PostgreSQL": postgresql.missing() if fetch else "not started",
            "npm": packages.fetch_npm() if fetch else "not fetched",
            "PyPI": packages.fetch_pypi() if fetch else "not fetched",
        }
        found.missing = {need: reason for need, reason in reasons.items() if reason}
        if "PostgreSQL" not in found.missing:
            session = stack.enter_context(postgresql.postgresql(scratch / "postgresql"))
            session.execute("CREATE SEQUENCE one CACHE 1; CREATE SEQUENCE thousand CACHE 1000")
            found.environment["POSTGRESQL"] = session.uri
        yield found


def _create_tables(dynamodb: Any, tables: Mapping[str, str]) -> None:
    for table, (key, kind) in TABLES.items():
        dynamodb.create_table(
            TableName=tables[table],
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": key, "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": kind}],
        )
