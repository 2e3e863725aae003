"""The command `sequences`, for operators. It imports neither the component nor the handlers."""
