"""Alarms and a dashboard for the service."""
