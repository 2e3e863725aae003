"""The templates that linters check say what the component registers, and each difference from the document is found."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from evidence.linters import findings, templates
from evidence.linters.services import KEY, SERVICES, service
from testing import RecordedStack

ROWS = findings.documented(findings.DOCUMENT.read_text())


@pytest.fixture(scope="module", params=SERVICES)
def recorded(request: pytest.FixtureRequest) -> RecordedStack:
    return service(request.param)


@pytest.fixture(scope="module")
def written() -> dict[str, Any]:
    resources: dict[str, Any] = templates.template(service("options"))["Resources"]
    return {name: each["Properties"] for name, each in resources.items()}


def values(value: Any) -> set[str]:
    """Every text, number and boolean at any depth, as text. JSON in a text counts as its values."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return {found for item in value for found in values(item)}
    if isinstance(value, str) and value.startswith("{"):
        return values(json.loads(value))
    return {str(value)}


def test_a_template_has_each_resource_with_all_values_of_its_inputs(recorded: RecordedStack) -> None:
    resources = templates.template(recorded)["Resources"]
    registered = {each.name.title().replace("-", ""): each for each in recorded.resources if each.type[:4] == "aws:"}
    assert len(registered) >= 25
    assert resources.keys() == registered.keys()
    for name, resource in registered.items():
        inputs = {
            key: value for key, value in resource.inputs.items() if key not in ("code", "name_prefix", "queue_url")
        }
        lost = values(inputs) - values(resources[name]["Properties"])
        assert lost <= {"True"}, (name, lost)  # CloudFormation turns a stream on by its view type


def test_properties_have_the_names_of_cloudformation(written: dict[str, Any]) -> None:
    table, function = written["SequencesTable"], written["SequencesNextValue"]
    assert table["KeySchema"] == [{"AttributeName": "name", "KeyType": "HASH"}]
    assert table["SSESpecification"] == {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": KEY}
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True, "RecoveryPeriodInDays": 35}
    assert function["ReservedConcurrentExecutions"] == 10
    assert function["KmsKeyArn"] == written["SequencesConsumerDeadLetters"]["KmsMasterKeyId"] == KEY
    assert function["Environment"]["Variables"]["SEQUENCE_TABLE_NAME"] == "sequences-table-1a2b3c4"
    assert written["SequencesUrl"]["AuthType"] == "AWS_IAM"
    assert written["SequencesConsumerMapping"]["DestinationConfig"]["OnFailure"]["Destination"].startswith(
        "arn:aws:sqs"
    )
    assert written["SequencesConsumerDeadLettersPolicy"]["Queues"] == [{"Ref": "SequencesConsumerDeadLetters"}]
    statement = written["SequencesConsumerDeadLettersPolicy"]["PolicyDocument"]["Statement"][0]
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_one_file_for_each_service_is_written(tmp_path: Path) -> None:
    templates.write(tmp_path / "new")
    assert {path.stem for path in (tmp_path / "new").iterdir()} == SERVICES.keys()
    for path in (tmp_path / "new").iterdir():
        assert json.loads(path.read_text())["Resources"]


def report(counts: findings.Counts) -> dict[str, Any]:
    """A report of checkov with these counts."""
    found: dict[str, list[dict[str, str]]] = {"passed_checks": [], "failed_checks": []}
    for row, numbers in counts.items():
        if row != findings.FAILED:
            kind = "passed_checks" if row == findings.PASSED else "failed_checks"
            for name, number in zip(SERVICES, numbers, strict=True):
                found[kind] += number * [{"check_id": row, "file_path": f"/{name}.json"}]
    version = re.findall(r"checkov (\d[\d.]*\d)", findings.DOCUMENT.read_text())[0]
    return {"results": found, "summary": {"parsing_errors": 0, "checkov_version": version}}


def run(folder: Path, content: dict[str, Any]) -> int:
    (folder / "report.json").write_text(json.dumps(content))
    return findings.main(str(folder / "report.json"))


def test_the_documented_counts_of_failures_add_up() -> None:
    failures = [counts for row, counts in ROWS.items() if row.startswith("CKV")]
    assert len(failures) >= 8
    assert tuple(map(sum, zip(*failures, strict=True))) == ROWS[findings.FAILED]


def test_a_report_with_the_documented_counts_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, report(ROWS)) == 0
    assert "51 (default), 61 (options), 50 (open) pass" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("rule", "counts", "said"),
    [
        ("CKV_AWS_999", (0, 1, 0), "CKV_AWS_999: 0 (default), 1 (options), 0 (open) in checkov's report, nothing in"),
        ("CKV_AWS_258", (0, 0, 0), "CKV_AWS_258: nothing in checkov's report, 0 (default), 0 (options), 1 (open) in"),
        (
            "CKV_AWS_116",
            (2, 1, 2),
            "CKV_AWS_116: 2 (default), 1 (options), 2 (open) in checkov's report, 2 (default), ",
        ),
    ],
)
def test_a_new_failure_and_a_row_that_no_longer_fails_end_with_exit_code_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rule: str, counts: tuple[int, ...], said: str
) -> None:
    assert run(tmp_path, report({**ROWS, rule: counts})) == 1
    assert said in capsys.readouterr().err


def test_another_version_of_checkov_ends_with_exit_code_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = report(ROWS)
    content["summary"]["checkov_version"] = "4.0.0"
    assert run(tmp_path, content) == 1
    assert "checkov 4.0.0 wrote the report" in capsys.readouterr().err


def test_a_report_without_one_of_the_services_is_refused() -> None:
    content = report(ROWS)
    content["results"]["passed_checks"] = [
        each for each in content["results"]["passed_checks"] if each["file_path"] != "/open.json"
    ]
    with pytest.raises(ValueError, match="checkov read"):
        findings.reported(content)
