"""Load the fixtures that deploy a program to an emulated AWS on this machine."""

pytest_plugins = ["sequence_service.local.pytest_plugin"]
