"""The rule of each option: AWS's limits, checked before AWS is asked."""

from .consumer_rules import CONSUMER_RULES
from .definitions.args import SequenceDefinition
from .definitions.complete import ANY_NAME, MOST_CACHED, NAME, NAME_IN_WORDS, WIDEST
from .function_rules import FUNCTION_RULES
from .rule import PLACE, Rule, Rules, arn, listing, matching, one_of, within
from .service_args import SequenceServiceArgs
from .table.args import ExistingTableArgs, ParameterArgs, TableArgs, WriterArgs

_TABLE_NAME = r"[A-Za-z0-9_.-]{3,255}"
_TABLE_ARN = rf"dynamodb:{PLACE}:table/{_TABLE_NAME}"

_LIMIT = "an integer from -10^37 to 10^37"
_DEFINITIONS = Rule(
    "a mapping from one or more names, which are text, to definitions",
    '{"orders": {}}',
    bool,
    keys=(
        Rule(
            f"{NAME_IN_WORDS}, or {ANY_NAME} for every other name",
            '"orders"',
            lambda name: name == ANY_NAME or NAME.fullmatch(name) is not None,
        ),
    ),
)
_CONSUMERS = Rule(
    "a mapping from names to at most two consumers, because a stream throttles more readers than two",
    '{"audit": {}}',
    lambda named: len(named) <= 2,
    # A child's name ends with the consumer's, and leaves one character to the component's own.
    keys=(matching(r"[A-Za-z0-9-]{1,39}", "1 to 39 characters of A-Z a-z 0-9 -", "audit"),),
)
_TAGS = Rule(
    "a mapping from at most 50 names to strings",
    '{"team": "shop"}',
    lambda tags: len(tags) <= 50,
    items=(Rule("a string of at most 256 characters", '"shop"', lambda text: len(text) <= 256),),
    keys=(matching(r"(?is)(?!aws:).{1,128}", "1 to 128 characters that do not start with aws:", "team"),),
)

RULES: Rules = {
    SequenceServiceArgs: {
        "sequences": _DEFINITIONS,
        "consumers": _CONSUMERS,
        "tags": _TAGS,
        "permissions_boundary_arn": arn(
            "a managed policy", r"iam::(\d{12}|aws):policy/[^*?]+", "arn:aws:iam::123456789012:policy/boundary"
        ),
    },
    SequenceDefinition: {
        "increment": Rule(f"{_LIMIT}, not 0", "1", lambda value: value != 0 and abs(value) <= WIDEST),
        "min_value": Rule(_LIMIT, "1", lambda value: abs(value) <= WIDEST),
        "max_value": Rule(_LIMIT, "999999", lambda value: abs(value) <= WIDEST),
        "start": Rule("an integer within the limits", "1000"),
        "cache": within(1, MOST_CACHED, 50),
    },
    ExistingTableArgs: {
        "name": matching(_TABLE_NAME, "a table's name, 3 to 255 characters of A-Z a-z 0-9 _ . -", "sequences"),
        "arn": arn("the table", _TABLE_ARN, "arn:aws:dynamodb:us-east-1:123456789012:table/sequences"),
        "stream_arn": arn(
            "the table's stream",
            rf"{_TABLE_ARN}/stream/[^*?/]+",
            "arn:aws:dynamodb:us-east-1:123456789012:table/sequences/stream/2026-01-31T00:00:00.000",
        ),
    },
    TableArgs: {
        "name": matching(_TABLE_NAME, "a string of 3 to 255 characters of A-Z a-z 0-9 _ . -", "sequences"),
        "point_in_time_recovery_days": within(0, 35, 35),
        "kms_key_arn": arn(
            "a KMS key, not of an alias",
            rf"kms:{PLACE}:key/[\w-]+",
            "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        ),
        "stream_view_type": one_of("KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"),
    },
    ParameterArgs: {
        "name": matching(
            r"(?i)(?!/(aws|ssm)(/|$))(?=.{2,900}$)(/[a-z0-9_.-]+){1,15}",  # AWS's 1,011 hold the ARN's beginning too
            "a path of 2 to 900 characters of A-Z a-z 0-9 _ . -, of at most 15 parts, not under /aws or /ssm",
            "/orders/table-name",
        ),
    },
    WriterArgs: {
        "sequences": listing(
            "a list of one or more names",
            '["orders"]',
            Rule(NAME_IN_WORDS, '"orders"', lambda name: NAME.fullmatch(name) is not None),
            least=1,
        ),
    },
    **FUNCTION_RULES,
    **CONSUMER_RULES,
}
