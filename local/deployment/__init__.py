"""Runs a Pulumi program in this process and creates its resources in the emulated AWS."""
