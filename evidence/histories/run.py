"""One run: DynamoDB, Lambda and the callers, with faults in between, and kills all the time."""

import asyncio
import json
import os
import random
import resource
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, NamedTuple

from botocore.session import Session

from .checker import Evidence
from .children import Children
from .dynamodb import DynamoDB
from .faults import Weather
from .history import read_folder
from .local_lambda import TIMEOUT, LocalLambda
from .plan import SEQUENCES, TOKEN_SECONDS, definition_of
from .proxy import Proxy
from .stalls import Stalls

LAST_CALLS = 32  # seconds, longer than a call may take; see endings.py
FINAL_CALLS = 120  # seconds, for all of them; about 80 calls, one after the other
SHORT_SPELL = 0.4  # seconds
HEALTHY = "handlers.next_value"


class Size(NamedTuple):
    """How large a run is.

    `function_kills` and `caller_kills` are the seconds between two kills. At its end, callers get `last_calls` seconds
    to finish. With `calls`, it ends earlier, after so many calls of functions.
    """

    functions: int = 3
    callers: int = 3
    threads: int = 20
    leases: int = 3
    function_kills: float = 1.0
    caller_kills: float = 4.0
    last_calls: float = LAST_CALLS
    calls: int = 0


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
        (folder / "history").mkdir()
        self._table = f"sequences-{uuid.uuid4().hex[:12]}"
        self._admin: Any = Session().create_client(
            "dynamodb",
            "us-east-1",
            endpoint_url=url,
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )
        spell = SHORT_SPELL if self._size.calls else min(5.0, seconds / 12)
        self._weathers = {
            "DynamoDB": Weather(f"{seed} DynamoDB", spell),
            "Lambda": Weather(f"{seed} Lambda", spell),
        }
        self._dynamodb = DynamoDB(url)
        self._stalls = Stalls()
        self._callers_started = 0
        self._killed: dict[str, int] = {}  # callers, and when

    async def run(self, module: str) -> Outcome:
        self._create_table()
        async with Proxy(self._dynamodb, self._weathers["DynamoDB"]).running() as table:
            children = Children(self._environment(table.url))
            functions = LocalLambda(children, module, self._size.functions)
            try:
                async with (
                    self._stalls.noted(),
                    functions.running(),
                    Proxy(functions, self._weathers["Lambda"]).running() as service,
                ):
                    self._begin = time.monotonic()
                    self._end = self._begin + self._seconds
                    self._ended = asyncio.Event()
                    await self._load(children, functions, service.url)
                    for weather in self._weathers.values():
                        weather.over = True
                    if module == HEALTHY:
                        await self._final_calls(children, service.url)
            finally:
                await children.end_all()
                self._dynamodb.close()
                await asyncio.sleep(0.1)  # asyncio closes connections a little later
        if functions.crashed and module == HEALTHY:
            raise RuntimeError(f"{functions.crashed} function processes ended by themselves")
        overdue = [moment for moment in functions.overdue if not self._stalls.between(moment - TIMEOUT * 10**9, moment)]
        evidence = Evidence(
            read_folder(self._folder / "history"), self._dynamodb.moves, self._stored(), definition_of,
            self._killed, overdue,
        )  # fmt: skip
        return Outcome(evidence, int(self._begin * 1e9), self._figures(children, functions))

    async def _load(self, children: Children, functions: LocalLambda, url: str) -> None:
        callers = [asyncio.create_task(self._keep_calling(children, url)) for _ in range(self._size.callers)]
        killer = asyncio.create_task(self._every(self._size.function_kills, functions.kill_one))
        enough = asyncio.create_task(self._enough(functions))
        try:
            await asyncio.gather(*callers)
        finally:
            for task in (killer, enough, *callers):
                task.cancel()
            await asyncio.gather(killer, enough, *callers, return_exceptions=True)

    async def _enough(self, functions: LocalLambda) -> None:
        """End the run after so many calls. Callers do not know, so they are killed a little later."""
        while self._size.calls:
            if functions.calls >= self._size.calls:
                self._end = time.monotonic()
                self._ended.set()
                return
            await asyncio.sleep(0.05)

    async def _every(self, seconds: float, act: Callable[[], Awaitable[None]]) -> None:
        while time.monotonic() < self._end:
            await asyncio.sleep(random.uniform(0.5, 1.5) * seconds)  # noqa: S311
            await act()

    async def _keep_calling(self, children: Children, url: str) -> None:
        """Start a caller, kill it, and start another one. The last one may end by itself."""
        while time.monotonic() < self._end:
            self._callers_started += 1
            path = self._folder / "history" / f"caller-{self._callers_started}.jsonl"
            process = await children.start(
                f"{__package__}.caller", url, path, self._size.threads, self._size.leases,
                self._begin, self._end, f"{self._seed} {self._callers_started}",
            )  # fmt: skip
            while process.returncode is None and not path.exists():
                await asyncio.sleep(0.01)  # a busy machine starts it slowly, and killed before, it does nothing
            alive = random.uniform(0.5, 1.5) * self._size.caller_kills * self._size.callers  # noqa: S311
            left = max(0.0, self._end - time.monotonic())
            if await self._ends(children, process, alive if alive < left else left + self._size.last_calls):
                continue
            self._killed[path.stem] = time.monotonic_ns()
            await children.kill(process)

    async def _ends(self, children: Children, process: asyncio.subprocess.Process, seconds: float) -> bool:
        """Wait for a caller's own end, until it is time to kill it."""
        tasks = [asyncio.create_task(children.ended(process)), asyncio.create_task(self._ended.wait())]
        try:
            done, _ = await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
        if tasks[0] not in done:
            return False
        if code := tasks[0].result():
            raise RuntimeError(f"a caller ended by itself, with exit code {code}")
        return True

    async def _final_calls(self, children: Children, url: str) -> None:
        path = self._folder / "history" / "final.jsonl"
        process = await children.start(
            f"{__package__}.caller", url, path, 0, 0, self._begin, self._end, f"{self._seed} final"
        )
        if await asyncio.wait_for(children.ended(process), FINAL_CALLS):
            raise RuntimeError("the final calls did not end as they should")

    def _environment(self, url: str) -> dict[str, str]:
        """What all processes get: no AWS settings of this machine."""
        definitions = self._folder / "sequences.json"
        definitions.write_text(json.dumps(SEQUENCES))
        machine = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "SEQUENCE_"))}
        return machine | {
            "AWS_ENDPOINT_URL_DYNAMODB": url,
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "SEQUENCE_TABLE_NAME": self._table,
            "SEQUENCE_DEFINITIONS_PATH": str(definitions),
            "SEQUENCE_TOKEN_SECONDS": str(TOKEN_SECONDS),
        }

    def _create_table(self) -> None:
        self._admin.create_table(
            TableName=self._table,
            KeySchema=[{"AttributeName": "name", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "name", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )

    def _stored(self) -> dict[str, int]:
        """The table's last values."""
        pages = self._admin.get_paginator("scan").paginate(TableName=self._table, ConsistentRead=True)
        items = [item for page in pages for item in page["Items"] if "value" in item]
        self._admin.delete_table(TableName=self._table)
        return {item["name"]["S"]: int(item["value"]["N"]) for item in items}

    def _figures(self, children: Children, functions: LocalLambda) -> dict[str, Any]:
        weathers = self._weathers.values()
        return {
            "seconds": round(time.monotonic() - self._begin, 1),
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
            "caller_kills": len(self._killed),
            "calls_that_died": functions.died,
            "calls_that_timed_out": len(functions.overdue),
            "machine_stalls": len(self._stalls.moments),
            "started_with_a_wrong_clock": functions.started_with_wrong_clock,
            "refused_for_a_wrong_clock": self._dynamodb.wrong_clocks,
            "largest_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
