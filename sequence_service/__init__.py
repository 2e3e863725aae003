"""`CREATE SEQUENCE` for serverless applications on AWS: `sequence_service.components`, and what goes with it."""

from pathlib import Path

if not Path(__file__).with_name("components").is_dir():  # a checkout, or an editable install: the rooms lie beside
    __path__ = [*__path__, str(Path(__file__).resolve().parent.parent)]
