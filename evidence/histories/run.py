"""One run: DynamoDB, Lambda and the callers, with faults in between, and kills all the time."""

import asyncio
import resource
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

from .checker import Evidence
from .children import Children
from .dynamodb import DynamoDB
from .environment import environment
from .faults import Weather
from .history import read_folder
from .load import Load
from .local_lambda import TIMEOUT, LocalLambda
from .plan import definition_of
from .proxy import Proxy
from .size import Size
from .stalls import Stalls
from .table import Table

SHORT_SPELL = 0.4  # seconds
HEALTHY = "handlers.next_value"


class Outcome(NamedTuple):
    """What a run left, and its figures."""

    evidence: Evidence
    begin: int
    figures: dict[str, Any]


async def run(url: str, seconds: float, seed: str, module: str = HEALTHY, size: Size | None = None) -> Outcome:
    """Run against the DynamoDB Local at `url`, in a table of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return await _Run(url, seconds, seed, Path(folder), size or Size()).run(module)


class _Run:
    def __init__(self, url: str, seconds: float, seed: str, folder: Path, size: Size) -> None:
        self._seconds, self._seed, self._folder, self._size = seconds, seed, folder, size
        self._histories = folder / "history"
        self._histories.mkdir()
        self._table = Table(url)
        spell = SHORT_SPELL if self._size.calls else min(5.0, seconds / 12)
        self._weathers = {
            "DynamoDB": Weather(f"{seed} DynamoDB", spell),
            "Lambda": Weather(f"{seed} Lambda", spell),
        }
        self._dynamodb = DynamoDB(url)
        self._stalls = Stalls()

    async def run(self, module: str) -> Outcome:
        self._table.create()
        async with Proxy(self._dynamodb, self._weathers["DynamoDB"]).running() as proxy:
            children = Children(environment(self._folder, proxy.url, self._table.name))
            functions = LocalLambda(children, module, self._size.functions)
            try:
                async with (
                    self._stalls.noted(),
                    functions.running(),
                    Proxy(functions, self._weathers["Lambda"]).running() as service,
                ):
                    load = Load(
                        children, functions, service.url, self._histories, self._seconds, self._seed, self._size
                    )
                    await load.run()
                    for weather in self._weathers.values():
                        weather.over = True
                    if module == HEALTHY:
                        await load.final_calls()
            finally:
                await children.end_all()
                self._dynamodb.close()
                await asyncio.sleep(0.1)  # asyncio closes connections a little later
        if functions.crashed and module == HEALTHY:
            raise RuntimeError(f"{functions.crashed} function processes ended by themselves")
        overdue = [moment for moment in functions.overdue if not self._stalls.between(moment - TIMEOUT * 10**9, moment)]
        evidence = Evidence(
            read_folder(self._histories), self._dynamodb.moves, self._table.delete(), definition_of,
            load.killed, overdue,
        )  # fmt: skip
        return Outcome(evidence, int(load.begin * 1e9), self._figures(children, functions, load))

    def _figures(self, children: Children, functions: LocalLambda, load: Load) -> dict[str, Any]:
        weathers = self._weathers.values()
        return {
            "seconds": round(time.monotonic() - load.begin, 1),
            "requests": {name: sum(weather.requests_by_rate.values()) for name, weather in self._weathers.items()},
            "faults": {
                name: {fault.name.lower(): count for fault, count in sorted(weather.faults.items(), key=str)}
                for name, weather in self._weathers.items()
            },
            "rates": {
                f"{rate:.0%}": [
                    sum(weather.requests_by_rate[rate] for weather in weathers),
                    sum(weather.faults_by_rate[rate] for weather in weathers),
                ]
                for rate in sorted({rate for weather in weathers for rate in weather.requests_by_rate})
            },
            "processes": children.started,
            "function_kills": functions.kills,
            "caller_kills": len(load.killed),
            "calls_that_died": functions.died,
            "calls_that_timed_out": len(functions.overdue),
            "machine_stalls": len(self._stalls.moments),
            "started_with_a_wrong_clock": functions.started_with_wrong_clock,
            "refused_for_a_wrong_clock": self._dynamodb.wrong_clocks,
            "largest_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
