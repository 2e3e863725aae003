"""A lease as the default of a column or field, as docs/recipes.md shows it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, insert, select
from sqlalchemy.orm import Session

from ..local.programs import REPOSITORY
from .snippets import run, snippets


@pytest.fixture
def names(namespace: dict[str, Any]) -> dict[str, Any]:
    """The names that these recipes share: the service declares `orders`."""
    [options] = snippets("Column defaults")
    run(options, namespace)
    return namespace


def test_rows_of_sqlalchemy_get_numbers_when_they_are_inserted(names: dict[str, Any]) -> None:
    [snippet] = snippets("SQLAlchemy")
    run(snippet, names)
    order = names["Order"]
    engine = create_engine("sqlite://")
    names["Base"].metadata.create_all(engine)
    with names["orders"], Session(engine) as session:
        rows = [order(cents=cents) for cents in (1, 2)]
        session.add_all(rows)
        assert [row.number for row in rows] == [None, None]
        session.flush()
        assert [row.number for row in rows] == [1, 2]
        session.execute(insert(order), [{"cents": cents} for cents in (3, 4, 5)])
        assert list(session.scalars(select(order.number).order_by(order.cents))) == [1, 2, 3, 4, 5]
    engine.dispose()


def test_models_of_pydantic_get_numbers_unless_they_have_one(names: dict[str, Any]) -> None:
    [snippet] = snippets("Pydantic")
    assert run(snippet, names) == 3
    order = names["Order"]
    with names["orders"]:
        assert order.model_validate_json('{"cents": 5}').number == 3
        assert order.model_validate_json('{"cents": 5, "number": 1}').number == 1


DJANGO = """
import sys
import client
sys.modules["sequence_service.client"] = client
import django
from django.conf import settings
from django.core.management import call_command
settings.configure(
    INSTALLED_APPS=["shop"], DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "shop.db"}}
)
django.setup()
call_command("makemigrations", "shop", verbosity=0)
call_command("migrate", verbosity=0)
from shop.models import Order, orders
with orders:
    first = Order.objects.create(cents=1)
    Order.objects.bulk_create([Order(cents=2), Order(cents=3)])
    print(*Order.objects.order_by("cents").values_list("number", flat=True), Order.objects.get(pk=first.pk).number)
"""


def django(folder: Path, models: str) -> subprocess.CompletedProcess[str]:
    """Make and apply the migrations of an app with these models, and create three orders."""
    (folder / "shop").mkdir()
    (folder / "shop" / "__init__.py").touch()
    (folder / "shop" / "models.py").write_text(models)
    path = os.pathsep.join((str(folder), str(REPOSITORY)))
    return subprocess.run(
        [sys.executable, "-c", DJANGO],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def shop(default: str) -> str:
    """The guide's models.py, with this default."""
    [client], [models] = snippets("Recipes"), snippets("Django")
    assert "default=next_order" in models
    return 'function_name = "next-value"\n' + client + models.replace("default=next_order", f"default={default}")


@pytest.mark.usefixtures("names")
def test_rows_of_django_get_numbers_and_migrations_work(tmp_path: Path) -> None:
    ran = django(tmp_path, shop("next_order"))
    assert ran.stdout.split() == ["1", "2", "3", "1"], ran.stderr
    assert "default=shop.models.next_order" in (tmp_path / "shop" / "migrations" / "0001_initial.py").read_text()


@pytest.mark.usefixtures("names")
def test_migrations_of_django_refuse_the_method_of_a_lease(tmp_path: Path) -> None:
    assert "Cannot serialize" in django(tmp_path, shop("orders.next")).stderr
