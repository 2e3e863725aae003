"""Programs that try to break the service, and count what they tried."""
