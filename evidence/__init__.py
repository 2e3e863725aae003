"""Programs that try to break the service and count what happens. docs/reliability.md quotes their results."""
