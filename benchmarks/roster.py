"""Every contender. What it needs says why it may not run on some machine."""

from .contender import Contender

HERE = "benchmarks.contenders"
OURS = "handlers.next_value"

BOTO3 = Contender(
    "boto3", "one `ADD` a value, a client with the defaults, made once", f"{HERE}.bare_boto3", {"name": "boto3"}
)
ORDERED = Contender("this service, ordered", "`cache: 1`, the default", OURS, {"name": "ordered"})
CACHED = Contender("this service, cached", "`cache: 50`: one write for 50 values", OURS, {"name": "cached"})
RANGES = Contender(
    "this service, ranges", "`count: 1000`: one write for a range", OURS, {"name": "ranges", "count": 1_000}, 1_000
)
TOKENS = Contender(
    "this service, with a token", "`cache: 1` and a new token a call", OURS, {"name": "tokens"}, tokens=True
)
NPM = Contender(
    "npm dynamodb-atomic-counter",
    "one `ADD` a value, Node.js, with the aws-sdk of 2015 that it pins",
    "atomic_counter.js",
    {"name": "atomic-counter"},
    needs="npm",
)
NODE = Contender(
    "Node.js, AWS's SDK",
    "one `ADD` a value, a client of the SDK v3, made once",
    "aws_sdk.js",
    {"name": "aws-sdk"},
    needs="npm",
)
POSTGRESQL = Contender(
    "PostgreSQL", "`nextval` over psycopg, `CACHE 1`", f"{HERE}.postgresql", {"name": "one"}, needs="PostgreSQL"
)
POSTGRESQL_CACHED = Contender(
    "PostgreSQL, cached",
    "`nextval` over psycopg, `CACHE 1000` a connection",
    f"{HERE}.postgresql",
    {"name": "thousand"},
    needs="PostgreSQL",
)
DATABASES = (POSTGRESQL, POSTGRESQL_CACHED)
NAIVE = Contender("naive", "reads, adds one, writes: it must fail the check", f"{HERE}.naive", {"name": "naive"})

CONTENDERS = (
    BOTO3,
    Contender("boto3, tuned", "no checks of parameters, more connections", f"{HERE}.tuned_boto3", {"name": "tuned"}),
    Contender(
        "boto3, our update", "the update that this service sends", f"{HERE}.conditional_boto3", {"name": "conditional"}
    ),
    Contender(
        "article, client a call", "makes a boto3 resource in each call", f"{HERE}.article_client", {"name": "article"}
    ),
    Contender(
        "article, SSM a call",
        "also looks up the table's name in each call",
        f"{HERE}.article_parameter",
        {"name": "article-ssm"},
    ),
    Contender(
        "PyPI dynamodb-counter",
        "one `ADD` a value, retries after any error",
        f"{HERE}.counter_from_pypi",
        {"name": "dynamodb-counter"},
        needs="PyPI",
    ),
    NODE,
    NPM,
    Contender(
        "npm dynamodb-autoincrement",
        "@nasa-gcn's: counter and item in one transaction, no gaps",
        "autoincrement.js",
        {"name": "dynamodb-autoincrement"},
        needs="npm",
    ),
    Contender("optimistic loop", "reads, then writes on condition", f"{HERE}.optimistic", {"name": "optimistic"}),
    POSTGRESQL,
    POSTGRESQL_CACHED,
    ORDERED,
    CACHED,
    RANGES,
    TOKENS,
    NAIVE,
)
