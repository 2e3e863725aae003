"""A stand-in for Pulumi's engine: starts the plugin, calls it over gRPC and answers its calls."""

import contextlib
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc  # type: ignore[import-untyped]  # has no types
from google.protobuf import empty_pb2, struct_pb2  # type: ignore[import-untyped]  # has no types
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

SIGNATURE = "4dabf18193072939515e22adb298388d"  # marks a special value in Pulumi's messages, such as an output
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def output(value: Any = None, *, secret: bool = False) -> dict[str, Any]:
    """An output as Pulumi sends it. Without `value` it is unknown, as in a preview."""
    known = {} if value is None else {"value": value}
    return {SIGNATURE: "d0e6a833031e9bbcd3f4e8bde6ca49a4", "secret": secret, "dependencies": [], **known}


def archive(**files: str) -> dict[str, Any]:
    """An archive of text files as Pulumi sends it."""
    assets = {name: {SIGNATURE: "c44067f5952c0a294b673a41bacd8c17", "text": text} for name, text in files.items()}
    return {SIGNATURE: "0def7320c3a5731c473e5ecbe6d01bc7", "assets": assets}


@dataclass(frozen=True)
class Constructed:
    """A component that the plugin constructed."""

    stack: RecordedStack
    """The resources that it registered."""

    outputs: dict[str, Any]
    """The plugin's reply, with the names of the schema."""


class Engine(engine_pb2_grpc.EngineServicer):
    """Accepts the plugin's log messages."""

    def Log(self, request: Any, context: Any) -> empty_pb2.Empty:  # noqa: N802, ARG002  gRPC's form
        """Ignore the message."""
        return empty_pb2.Empty()


class Recorder(monitor.Monitor):
    """The recording mocks with a fixed project and stack, because Pulumi sets those only in its own thread."""

    def make_urn(self, parent: str, type_: str, name: str) -> str:
        """Make a URN in Pulumi's form."""
        kind = f"{parent.split('::')[2]}${type_}" if parent else type_
        return f"urn:pulumi:test::shop::{kind}::{name}"


class Monitor(resource_pb2_grpc.ResourceMonitorServicer):
    """Records what the component registers."""

    def __init__(self, stack: RecordedStack) -> None:
        """Record into `stack`."""
        self._recorder = Recorder(stack, {}, {})

    def GetDeploymentInfo(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002  gRPC's form
        """Report the features of the mocks."""
        return self._recorder.GetDeploymentInfo(request)  # type: ignore[no-untyped-call]  # Pulumi's

    def Invoke(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002  gRPC's form
        """Answer a data source with a fake value, as `testing.record` does."""
        return self._recorder.Invoke(request)

    def RegisterResource(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002  gRPC's form
        """Record the resource."""
        return self._recorder.RegisterResource(request)

    def RegisterResourceOutputs(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002  gRPC's form
        """Record the outputs."""
        return self._recorder.RegisterResourceOutputs(request)


@contextlib.contextmanager
def served(service: Any, register: Any) -> Iterator[str]:
    """Serve a gRPC service on a free port of 127.0.0.1. Yields its address."""
    # One request at a time: pulumi-aws imports modules lazily, which is not safe in two threads.
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
        """The plugin's schema."""
        text: str = self.provider.GetSchema(provider_pb2.GetSchemaRequest()).schema
        return text

    def construct(
        self, inputs: Mapping[str, Any], *, kind: str = "SequenceService", preview: bool = False, **options: Any
    ) -> Constructed:
        """Construct a component named `numbers`. Raises `grpc.RpcError`."""
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
                    type=f"sequence:index:{kind}",
                    name="numbers",
                    inputs=given,
                    **options,
                ),
                timeout=60,
            )
        return Constructed(stack, revealed(rpc.deserialize_properties(response.state, keep_unknowns=True)))


@contextlib.contextmanager
def hosted(folder: Path) -> Iterator[Plugin]:
    """Start the plugin as the engine does, with `folder` as the working directory. The plugin prints its port."""
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
