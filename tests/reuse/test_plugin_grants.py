"""Grants as resources, from the plugin for other languages."""

import yaml

from tests.components.registered import PERMISSION, ROLE_POLICY

from .conftest import REPOSITORY
from .engine import Plugin, output
from .test_plugin import refusals

LIVE = "arn:aws:lambda:us-east-1:123456789012:function:numbers:live"


def test_a_grant_is_a_resource_in_other_languages(plugin: Plugin) -> None:
    source = "arn:aws:execute-api:us-east-1:123456789012:a1b2c3/*/POST/next"
    api = {"functionArn": output(LIVE), "service": "apigateway.amazonaws.com", "sourceArn": output(source)}
    permission = plugin.construct(api, kind="InvokeGrant").stack.one(PERMISSION, "numbers-invoke").inputs
    assert (permission["function"], permission["qualifier"]) == ("numbers", "live")
    assert permission["source_arn"] == source
    assert refusals(plugin, {**api, "sourceArn": None}, kind="InvokeGrant")[0][0] == "sourceArn"


def test_the_grant_of_the_yaml_example_is_accepted(plugin: Plugin) -> None:
    program = yaml.safe_load((REPOSITORY / "examples" / "yaml" / "Pulumi.yaml").read_text())
    grants = [each for each in program["resources"].values() if each["type"] == "sequence:InvokeGrant"]
    assert grants
    for grant in grants:
        assert grant["properties"].keys() == {"functionArn", "role"}
        inputs = {"functionArn": LIVE, "role": "caller"}
        assert plugin.construct(inputs, kind="InvokeGrant").stack.one(ROLE_POLICY, "numbers-invoke")
