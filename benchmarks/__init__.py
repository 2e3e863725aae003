"""The service beside what people use instead, measured in one run on one machine."""
