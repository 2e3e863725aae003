"""The script `sequences`, and `python -m operations`."""

import sys

EXTRA = ("boto3", "botocore", "rich", "typer")
"""What the extra `cli` installs."""


def main() -> None:
    """Run the command line, and end the process with its exit code."""
    try:
        from .cli.app import make_app
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in EXTRA:
            raise
        sys.exit(f"sequences: {package} is not installed; run pip install 'sequence-service[cli]'")
    make_app()(prog_name="sequences")


if __name__ == "__main__":
    main()
