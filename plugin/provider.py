"""The provider: translates options from other languages to Python, and outputs and mistakes back.

As a command, it prints the schema.
"""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

import pulumi
from pulumi.errors import InputPropertiesError
from pulumi.output import Unknown
from pulumi.provider import ConstructResult
from pulumi.provider.experimental.analyzer import ComponentDefinition, PropertyDefinition, PropertyType
from pulumi.provider.experimental.component import ComponentProvider
from pulumi.provider.server import ComponentInitError

from components import InvalidArgsError, InvokeGrant, SequenceService, __version__

from .schema import finish, in_camel_case

INEXACT = 2**53  # from here on, one float may come from several integers
HIDDEN = " (value hidden)"  # makes a path that no property has, so the engine finds no value to print


class SequenceProvider(ComponentProvider):
    """Hosts `SequenceService` and `InvokeGrant`.

    It replaces Pulumi's mapping of inputs, which drops unknown options and fails at outputs in place of integers. This
    mapping passes everything on, so that the component can report what is wrong.
    """

    def __init__(self) -> None:
        super().__init__([SequenceService, InvokeGrant], "sequence", version=__version__)
        self._names = {
            python: name
            for definition in [*self._component_defs.values(), *self._type_defs.values()]
            for mapping in ("properties_mapping", "inputs_mapping")
            for name, python in getattr(definition, mapping, {}).items()
        }
        schema = json.loads(self.schema or "")
        finish(schema, self._names)
        self.schema = json.dumps(schema, indent=2)

    def construct(
        self, name: str, resource_type: str, inputs: Any, options: pulumi.ResourceOptions | None = None
    ) -> ConstructResult:
        """Create the component. Raises `InputPropertiesError`, which the engine shows without a traceback."""
        try:
            return super().construct(name, resource_type, inputs, options)
        except ComponentInitError as error:
            if isinstance(error.inner, InvalidArgsError):
                raise self._refusal(error.inner) from error
            raise

    def map_inputs(self, inputs: Any, component_def: ComponentDefinition) -> dict[str, Any]:
        """Give the options their names and integers in Python."""
        return self._in_python_named(inputs, component_def.inputs, component_def.inputs_mapping)

    def get_state(self, instance: pulumi.ComponentResource, component_def: ComponentDefinition) -> dict[str, Any]:
        """Give the outputs the names of the schema, in maps too."""
        state = super().get_state(instance, component_def)
        for name, kind in component_def.outputs.items():
            items = kind.additional_properties
            definition = self.get_type_definition(items) if items and items.ref else None
            if definition and name in state:
                state[name] = {key: self.map_complex_output(item, definition) for key, item in state[name].items()}
        return state

    def _refusal(self, error: InvalidArgsError) -> InputPropertiesError:
        """The error for the engine, with one entry for each mistake. The engine adds the value if the path has one."""
        return InputPropertiesError(
            error.summary,
            [
                {
                    "property_path": in_camel_case(mistake.option, self._names) + HIDDEN * mistake.private,
                    "reason": in_camel_case(mistake.problem, self._names),
                }
                for mistake in error.mistakes
            ],
        )

    def _in_python_named(
        self, values: Mapping[str, Any], kinds: Mapping[str, PropertyDefinition], names: Mapping[str, str]
    ) -> dict[str, Any]:
        return {
            names.get(key, key): self._in_python(value, kinds[key]) if key in kinds else value
            for key, value in values.items()
        }

    def _in_python(self, value: Any, kind: PropertyDefinition) -> Any:
        if isinstance(value, Unknown):
            return pulumi.Output.from_input(value)
        if isinstance(value, pulumi.Output):
            return value.apply(partial(self._in_python, kind=kind))
        if isinstance(value, Mapping) and kind.ref:
            definition = self.get_type_definition(kind)
            if definition:
                return self._in_python_named(value, definition.properties, definition.properties_mapping)
        if isinstance(value, Mapping) and kind.additional_properties:
            return {key: self._in_python(item, kind.additional_properties) for key, item in value.items()}
        if isinstance(value, list) and kind.items:
            return [self._in_python(item, kind.items) for item in value]
        if kind.type is PropertyType.INTEGER and isinstance(value, float) and value.is_integer():
            return int(value) if abs(value) < INEXACT else value
        return value


if __name__ == "__main__":
    print(SequenceProvider().schema)
