"""`sequences advance --from-postgresql`, with a real PostgreSQL server."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from components import SequenceServiceArgs
from components.service_options import read_options
from sequence_service.project.go_yaml import load

from ..conftest import skip_unless_ci
from ..handlers import postgresql
from ..handlers.postgresql import Session
from .conftest import Sequences, write_outputs
from .tables import Table

CREATED = """
    CREATE SEQUENCE orders; SELECT nextval('orders'); SELECT setval('orders', 41);
    CREATE SEQUENCE fresh;
    CREATE SEQUENCE moved; SELECT setval('moved', 500, false);
    CREATE SEQUENCE small AS smallint MAXVALUE 9 CYCLE; SELECT nextval('small');
    CREATE SEQUENCE falling INCREMENT -5 MINVALUE -100 START -10; SELECT nextval('falling');
    CREATE SEQUENCE tickets CACHE 50 MAXVALUE 9007199254740991; SELECT nextval('tickets');
    CREATE SCHEMA shop; CREATE SEQUENCE shop.invoices START 1000; SELECT nextval('shop.invoices');
"""
BIGINT = 2**63 - 1


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    if reason := postgresql.missing():
        skip_unless_ci(reason)
    with postgresql.postgresql(tmp_path_factory.mktemp("postgresql")) as session:
        session.execute(CREATED)
        yield session


def definitions(text: str) -> dict[str, dict[str, Any]]:
    """The printed YAML, completed by the component."""
    loaded = load("\n".join(line for line in text.splitlines() if not line.startswith("#")))
    found: dict[str, dict[str, Any]] = json.loads(
        json.dumps(read_options("test", cast(SequenceServiceArgs, loaded)).sequences)
    )
    return found


def test_the_printed_definitions_are_those_of_the_database(server: Session, sequences: Sequences) -> None:
    ended = sequences("advance", "--from-postgresql", server.uri)
    assert ended.exit_code == 1
    assert ended.stderr.startswith("sequences advance: 7 sequences not declared; paste the definitions above")
    assert ended.stdout.startswith("# The function sends values of a sequence with a max_value")
    found = definitions(ended.stdout)
    whole = {"increment": 1, "min_value": 1, "max_value": BIGINT, "start": 1, "cycle": False, "cache": 1}
    assert found == {
        "orders": whole,
        "fresh": whole,
        "moved": {**whole, "start": 500},
        "small": {**whole, "max_value": 9, "cycle": True},
        "falling": {**whole, "increment": -5, "min_value": -100, "max_value": -1, "start": -10},
        "tickets": {**whole, "cache": 50, "max_value": 2**53 - 1},
        "shop.invoices": {**whole, "start": 1000},
    }
    printed = sequences("advance", "--from-postgresql", server.uri, "--python").stdout
    pasted = eval("{" + printed + "}")  # noqa: S307 - this is how a user pastes it
    assert json.loads(json.dumps(read_options("test", pasted).sequences)) == found


def test_declared_sequences_continue_where_postgresql_ended(
    server: Session, sequences: Sequences, table: Table, tmp_path: Path
) -> None:
    declared = definitions(sequences("advance", "--from-postgresql", server.uri).stdout)
    outputs = write_outputs(tmp_path, declared, table_name=table.name)
    arguments = ["advance", "--from-postgresql", server.uri, "--outputs", outputs]
    dry = sequences(*arguments, "--dry-run")
    assert (dry.exit_code, dry.stderr, table.items()) == (0, "5 would be advanced, 2 already there\n", {})
    for _ in range(2):
        ended = sequences(*arguments)
        assert ended.exit_code == 0, ended.stderr
        assert table.values() == {"orders": 41, "small": 1, "falling": -10, "tickets": 50, "shop.invoices": 1000}
    assert ended.stderr == "0 advanced, 7 already there\n"


def test_some_sequences_may_be_declared_already(
    server: Session, sequences: Sequences, table: Table, tmp_path: Path
) -> None:
    outputs = write_outputs(tmp_path, {"orders": {}}, table_name=table.name)
    ended = sequences("advance", "--from-postgresql", server.uri, "--outputs", outputs)
    assert (ended.exit_code, table.values()) == (1, {"orders": 41})
    assert "orders" not in definitions(ended.stdout.partition("name\t")[0])


def test_names_and_rights_that_do_not_fit_are_named(server: Session, sequences: Sequences) -> None:
    server.execute('CREATE SEQUENCE "my orders"; CREATE ROLE reader LOGIN; CREATE SEQUENCE closed')
    try:
        server.execute("GRANT SELECT ON SEQUENCE orders, fresh, moved, small, falling, tickets TO reader")
        ended = sequences("advance", "--from-postgresql", server.uri.replace("postgres:", "reader:", 1))
    finally:
        server.execute('DROP SEQUENCE "my orders", closed; DROP OWNED BY reader; DROP ROLE reader')
    assert ended.exit_code == 1
    assert "sequence closed: may not be read; GRANT SELECT on it to this user\n" in ended.stderr
    assert "sequence shop.invoices: may not be read" in ended.stderr
    assert {"my orders", "closed"} & definitions(ended.stdout).keys() == set()


@pytest.mark.parametrize("url", ["postgresql://127.0.0.1:9/none", "nonsense"])
def test_a_wrong_url_ends_with_one_line(sequences: Sequences, url: str) -> None:
    ended = sequences("advance", "--from-postgresql", url)
    assert (ended.exit_code, ended.stdout, ended.stderr.count("\n")) == (1, "", 1)
    assert "--from-postgresql: " in ended.stderr
