"""`lease.next` as the default of a field: libraries call it without arguments."""

from dataclasses import dataclass, field

import pytest
from django.db import models  # type: ignore[import-untyped]
from django.db.migrations.writer import MigrationWriter  # type: ignore[import-untyped]
from pydantic import BaseModel, Field
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from client import Lease

from .ranges_in_memory import Ranges


@pytest.fixture
def orders() -> Lease:
    """A lease of values from 1."""
    return Lease(Ranges(), "orders")


def test_sqlalchemy(orders: Lease) -> None:
    class Base(DeclarativeBase):
        pass

    class Order(Base):
        __tablename__ = "orders"
        number: Mapped[int] = mapped_column(primary_key=True, default=orders.next)

    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all([Order(), Order()])
        session.commit()
        assert session.scalars(select(Order.number)).all() == [1, 2]
    engine.dispose()


def test_pydantic(orders: Lease) -> None:
    class Order(BaseModel):
        number: int = Field(default_factory=orders.next)

    assert [Order().number, Order().number, Order(number=9).number] == [1, 2, 9]


def test_django_calls_it_but_its_migrations_want_a_function(orders: Lease) -> None:
    field = models.BigIntegerField(default=orders.next)
    assert [field.get_default(), field.clone().get_default()] == [1, 2]
    with pytest.raises(ValueError, match="Cannot serialize"):
        MigrationWriter.serialize(orders.next)


def test_dataclasses(orders: Lease) -> None:
    @dataclass
    class Order:
        number: int = field(default_factory=orders.next)

    assert [Order().number, Order().number] == [1, 2]
