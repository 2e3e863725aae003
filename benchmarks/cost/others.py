"""What numbers cost elsewhere: Aurora DSQL and a small RDS for PostgreSQL. Their callers' cost does not count."""

from .prices import DATA, HOURS, MILLION, SECONDS_OF_MONTH, dollars

STORAGE = 20  # GB, the least that RDS offers
DSQL_CACHE = (
    65_536  # https://docs.aws.amazon.com/aurora-dsql/latest/userguide/sequences-identity-columns-working-with.html
)


def dsql(cache: int) -> float:
    """Dollars for a million values of `nextval`, derived from what other statements took.

    Assumed: each block of values is one write, and a value from a session's block takes compute alone.
    """
    measured = DATA["dsql_measured"]
    compute = measured["compute_dpu"] / measured["statements"]
    written = measured["write_dpu"] / measured["writes"] + measured["read_dpu"] / measured["statements"]
    return dollars("dsql", MILLION * (compute + written / cache))


def rds() -> float:
    """Dollars a month for db.t4g.micro in one zone, whatever the rate."""
    return dollars("rds", HOURS) + dollars("rds_storage", STORAGE)


def monthly(per_million: float, rate: float) -> float:
    """Dollars a month at so many numbers a second."""
    return per_million * rate * SECONDS_OF_MONTH / MILLION


def even(per_million: float) -> float:
    """The numbers a second at which RDS costs as much as something that costs this for a million."""
    return rds() * MILLION / SECONDS_OF_MONTH / per_million
