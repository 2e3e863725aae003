"""What stands where Pulumi's engine would: it starts the plugin, asks it over gRPC, and is asked by it in turn."""

import contextlib
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc  # type: ignore[import-untyped]  # stubs are a package of their own
from google.protobuf import empty_pb2, struct_pb2  # type: ignore[import-untyped]  # likewise
from pulumi.runtime import rpc
from pulumi.runtime.proto import (
    engine_pb2_grpc,
    provider_pb2,
    provider_pb2_grpc,
    resource_pb2_grpc,
)

from sequence_service.pulumi_internals import revealed
from testing import RecordedStack, monitor

from .conftest import PULUMI_AWS_ITSELF, REPOSITORY

SIGNATURE = "4dabf18193072939515e22adb298388d"  # what marks a value that JSON does not have, on Pulumi's wire
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def output(value: Any = None, *, secret: bool = False) -> dict[str, Any]:
    """An output on the wire; without a value one that is not known yet, as in a preview."""
    known = {} if value is None else {"value": value}
    return {SIGNATURE: "d0e6a833031e9bbcd3f4e8bde6ca49a4", "secret": secret, "dependencies": [], **known}


def archive(**files: str) -> dict[str, Any]:
    """An archive of texts on the wire."""
    assets = {name: {SIGNATURE: "c44067f5952c0a294b673a41bacd8c17", "text": text} for name, text in files.items()}
    return {SIGNATURE: "0def7320c3a5731c473e5ecbe6d01bc7", "assets": assets}


@dataclass(frozen=True)
class Constructed:
    """A component that the plugin has made."""

    stack: RecordedStack
    """What it registered."""

    outputs: dict[str, Any]
    """What it answered, names as in the schema."""


class Engine(engine_pb2_grpc.EngineServicer):
    """Takes the plugin's log messages."""

    def Log(self, request: Any, context: Any) -> empty_pb2.Empty:  # noqa: N802, ARG002  gRPC's form
        """Take one."""
        return empty_pb2.Empty()


class Recorder(monitor.Monitor):
    """The recording mocks, with a stack of their own in each thread."""

    def make_urn(self, parent: str, type_: str, name: str) -> str:
        """Pulumi's form."""
        kind = f"{parent.split('::')[2]}${type_}" if parent else type_
        return f"urn:pulumi:test::shop::{kind}::{name}"


class Monitor(resource_pb2_grpc.ResourceMonitorServicer):
    """Records what the component registers."""

    def __init__(self, stack: RecordedStack) -> None:
        """Records into `stack`."""
        self._recorder = Recorder(stack, {}, {})

    def GetDeploymentInfo(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002  gRPC's form
        """What the real engine can do, save that mocks take no outputs."""
        return self._recorder.GetDeploymentInfo(request)  # type: ignore[no-untyped-call]  # Pulumi's

    def RegisterResource(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002  gRPC's form
        """Record it."""
        return self._recorder.RegisterResource(request)

    def RegisterResourceOutputs(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002  gRPC's form
        """Record them."""
        return self._recorder.RegisterResourceOutputs(request)


@contextlib.contextmanager
def served(service: Any, register: Any) -> Iterator[str]:
    """The address of a gRPC service on a free port of loopback."""
    # One request at a time: two threads that import a lazy module of pulumi-aws would find it half made.
    server = grpc.server(ThreadPoolExecutor(max_workers=1))
    register(service, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        server.stop(None).wait()


@dataclass(frozen=True)
class Plugin:
    """The plugin's process."""

    provider: provider_pb2_grpc.ResourceProviderStub

    def schema(self) -> str:
        """Its schema."""
        text: str = self.provider.GetSchema(provider_pb2.GetSchemaRequest()).schema
        return text

    def construct(self, inputs: Mapping[str, Any], *, preview: bool = False, **options: Any) -> Constructed:
        """A `SequenceService` named `numbers`. Raises `grpc.RpcError`."""
        stack = RecordedStack()
        given = struct_pb2.Struct()
        given.update(inputs)
        with served(Monitor(stack), resource_pb2_grpc.add_ResourceMonitorServicer_to_server) as monitor:
            response = self.provider.Construct(
                provider_pb2.ConstructRequest(
                    project="shop",
                    stack="test",
                    dryRun=preview,
                    parallel=4,
                    monitorEndpoint=monitor,
                    type="sequence:index:SequenceService",
                    name="numbers",
                    inputs=given,
                    **options,
                ),
                timeout=60,
            )
        return Constructed(stack, revealed(rpc.deserialize_properties(response.state, keep_unknowns=True)))


@contextlib.contextmanager
def hosted(folder: Path) -> Iterator[Plugin]:
    """The plugin, started in this folder as the engine starts it: by its own folder, which prints the port."""
    with served(Engine(), engine_pb2_grpc.add_EngineServicer_to_server) as engine:
        process = subprocess.Popen(
            [sys.executable, "-W", "error", "-W", PULUMI_AWS_ITSELF, str(REPOSITORY / "plugin"), engine],
            cwd=folder,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stdout is not None
            with grpc.insecure_channel(f"127.0.0.1:{int(process.stdout.readline())}") as channel:
                yield Plugin(provider_pb2_grpc.ResourceProviderStub(channel))
        finally:
            process.kill()
            process.communicate()
