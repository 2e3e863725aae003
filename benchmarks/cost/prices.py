"""AWS's prices, from prices.json: the only place where the project keeps them."""

import json
from pathlib import Path
from typing import Any

DATA: dict[str, Any] = json.loads(Path(__file__).with_name("prices.json").read_text())
HOURS = 730  # of a month, as AWS's calculator counts
MILLION = 1_000_000
SECONDS_OF_MONTH = HOURS * 3_600


def dollars(name: str, amount: float = 1.0) -> float:
    """What an amount costs."""
    price = DATA["prices"][name]
    cost: float = price["dollars"] * amount / price["per"]
    return cost
