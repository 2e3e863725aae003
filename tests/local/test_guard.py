"""Who may use the emulated AWS: its user and the functions in it, and no web page, no stranger on this machine."""

import json
import socket
import subprocess

import boto3
import pytest
from botocore.exceptions import ClientError

from local import Deployment, Emulator

from .attacker import ask, guessed_credentials, unchecked
from .conftest import Invoke

WRONG_KEYS = ["test", "000000000000", "123456789012", "AKIAIOSFODNN7EXAMPLE", "local", ""]
FUNCTIONS = "/2015-03-31/functions"


@pytest.fixture
def tables(emulator: Emulator) -> dict[str, str]:
    """The headers of a request that lists tables with the right key."""
    authorization = unchecked(emulator.root_key, "dynamodb")
    return {"Authorization": authorization, "X_Amz_Target": "DynamoDB_20120810.ListTables"}


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:3000"])
def test_a_web_page_can_create_nothing(emulator: Emulator, origin: str) -> None:
    role = "Action=CreateRole&RoleName=evil&AssumeRolePolicyDocument=%7B%7D&Version=2010-05-08"
    function = json.dumps({"FunctionName": "evil", "Role": "arn:aws:iam::000000000000:role/evil", "Code": {}})
    plain = "text/plain"  # what a page may send without asking first
    for key in ("test", emulator.root_key):
        for service, path, body in [
            ("iam", "/", role),
            ("lambda", FUNCTIONS, function),
            ("lambda", f"{FUNCTIONS}/evil/invocations", "{}"),
        ]:
            authorization = unchecked(key, service)
            sent = {"Authorization": authorization, "Content_Type": plain, "Origin": origin}
            answer = ask(emulator, "POST", path, body, **sent)
            assert answer.status == 403
            assert "web pages may not call" in answer.body
            assert "Access-Control-Allow-Origin" not in answer.headers
    assert not [each for each in emulator.client("iam").list_roles()["Roles"] if each["RoleName"] == "evil"]


def test_a_web_page_s_question_before_a_request_is_refused(emulator: Emulator) -> None:
    answer = ask(emulator, "OPTIONS", Origin="http://evil.example", Access_Control_Request_Method="POST")
    assert answer.status == 403
    assert not any(name.lower().startswith("access-control-") for name in answer.headers)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example:{port}", "evil.example", "127.0.0.1", "127.0.0.1:1", "localhost", "localhost:1", "",
        "127.0.0.1.evil.example:{port}", "localhost.evil.example:{port}", "evillocalhost:{port}", "0.0.0.0:{port}",
        "127.0.0.1:{port}:{port}", "evil.example, localhost:{port}",
        f"{'a' * 32}.lambda-url.us-east-1.on.aws:{{port}}", f"{'a' * 32}.lambda-url.us-east-1.evil.example:{{port}}",
    ],
)  # fmt: skip
def test_another_host_name_is_refused_whatever_the_key(emulator: Emulator, tables: dict[str, str], host: str) -> None:
    answer = ask(emulator, Host=host.format(port=emulator.port), body="{}", **tables)
    assert answer.status == 403
    assert f"is not this server; use 127.0.0.1:{emulator.port}" in answer.body


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST:{port}"])
def test_this_server_s_own_names_pass(emulator: Emulator, tables: dict[str, str], host: str) -> None:
    assert ask(emulator, Host=host.format(port=emulator.port), body="{}", **tables).status == 200


def test_a_bucket_s_own_host_name_passes(emulator: Emulator) -> None:
    emulator.client("s3").create_bucket(Bucket="shelf")
    sent = {"Authorization": unchecked(emulator.root_key, "s3")}
    for suffix in ("localhost", f"s3.{emulator.region}.localhost"):
        assert ask(emulator, "PUT", "/book", "text", Host=f"shelf.{suffix}:{emulator.port}", **sent).status == 200
    assert emulator.client("s3").get_object(Bucket="shelf", Key="book")["Body"].read() == b"text"


def test_a_presigned_url_needs_the_right_key(emulator: Emulator) -> None:
    emulator.client("s3").create_bucket(Bucket="signed")
    for session, status in ((emulator.session(), 200), (boto3.Session("test", "test"), 403)):
        client = emulator.client("s3", session=session, region=emulator.region)
        url = client.generate_presigned_url("put_object", Params={"Bucket": "signed", "Key": "a"})
        assert ask(emulator, "PUT", url.removeprefix(emulator.endpoint)).status == status


def raw_answer(emulator: Emulator, *lines: str) -> str:
    """The first line of the answer to a request of these lines."""
    with socket.create_connection(("127.0.0.1", emulator.port), timeout=30) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        return connection.makefile("rb").readline().decode()


def test_a_header_that_is_sent_twice_opens_nothing(emulator: Emulator) -> None:
    host, right = f"Host: 127.0.0.1:{emulator.port}", unchecked(emulator.root_key, "s3")
    first = f"Authorization: {right}"
    second = f"Authorization: {unchecked('test', 's3')}"
    assert " 403 " in raw_answer(emulator, "GET / HTTP/1.1", host, first, second)
    assert " 400 " in raw_answer(emulator, "GET / HTTP/1.1", host, "Host: evil.example", first)
    assert " 403 " in raw_answer(emulator, "GET / HTTP/1.0", first)
    assert " 200 " in raw_answer(emulator, "GET / HTTP/1.1", host, first, "Connection: close")


def test_a_web_socket_needs_the_key_too(emulator: Emulator) -> None:
    upgrade = ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AAAA"]
    asked = ["GET /_aws/execute-api/abcdef01/stage HTTP/1.1", f"Host: 127.0.0.1:{emulator.port}", *upgrade]
    assert " 403 " in raw_answer(emulator, *asked)
    assert " 403 " in raw_answer(emulator, *asked, "Origin: http://evil.example")


@pytest.mark.parametrize("key", WRONG_KEYS)
@pytest.mark.parametrize(
    ("service", "method", "path", "body"),
    [
        ("dynamodb", "POST", "/", "{}"),
        ("iam", "POST", "/", "Action=ListRoles&Version=2010-05-08"),
        ("sts", "POST", "/", "Action=GetCallerIdentity&Version=2011-06-15"),
        ("s3", "PUT", "/stolen", ""),
        ("s3", "GET", "/", ""),
        ("lambda", "GET", f"{FUNCTIONS}/", ""),
        ("cognito-idp", "GET", "/oauth2/authorize", ""),
    ],
)
def test_a_wrong_key_opens_no_service(
    emulator: Emulator, key: str, service: str, method: str, path: str, body: str
) -> None:
    sent = {"Authorization": unchecked(key, service)} if key else {}
    assert ask(emulator, method, path, body, **sent).status in (400, 403)
    query = f"?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={key}/20260101/us-east-1/{service}/aws4_request"
    assert ask(emulator, method, path + query, body).status in (400, 403)
    assert ask(emulator, method, f"{path}?AWSAccessKeyId={key}&Signature=x", body).status in (400, 403)
    assert ask(emulator, method, path, body, Authorization=f"AWS {key}:x").status in (400, 403)
    assert "stolen" not in [each["Name"] for each in emulator.client("s3").list_buckets()["Buckets"]]


@pytest.mark.parametrize("service", ["dynamodb", "sts", "sqs", "lambda"])
def test_a_key_of_an_earlier_start_is_refused_with_the_remedy(emulator: Emulator, service: str) -> None:
    session = boto3.Session("test", "test", region_name="us-east-1")
    operations = {"dynamodb": "list_tables", "sts": "get_caller_identity", "sqs": "list_queues"}
    client = emulator.client(service, session=session)
    with pytest.raises(ClientError, match=r"AWS_ACCESS_KEY_ID: 'test' is not a key .* use the key that it printed"):
        getattr(client, operations.get(service, "list_functions"))()


ADMIN = [("POST", "reset"), ("POST", "config"), ("GET", "ready"), ("GET", "sqs/messages"), ("POST", "rds/iam-auth")]


@pytest.mark.parametrize(("method", "path"), ADMIN)
def test_the_admin_paths_need_the_secret_key(
    emulator: Emulator, service: Deployment, invoke: Invoke, method: str, path: str
) -> None:
    user = emulator.client("iam")
    user.create_user(UserName=f"user-{path.replace('/', '-')}")
    issued = user.create_access_key(UserName=f"user-{path.replace('/', '-')}")["AccessKey"]["AccessKeyId"]
    for key in (*WRONG_KEYS, issued):
        for host in ("127.0.0.1", f"{'a' * 32}.lambda-url.us-east-1.localhost"):
            asked = {"Host": f"{host}:{emulator.port}"} | ({"Authorization": unchecked(key, "s3")} if key else {})
            assert ask(emulator, method, f"/_ministack/{path}", "{}", **asked).status in (400, 403, 404)
    assert invoke(service.outputs["function_name"], {"name": f"admin/{path}"}) == 1


def test_the_health_path_opens_no_web_socket_without_a_key(emulator: Emulator) -> None:
    """MiniStack's message broker answers web sockets at every path of its host name."""
    upgrade = {
        "Host": f"abc-ats.iot.us-east-1.localhost:{emulator.port}",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Protocol": "mqtt",
    }
    assert ask(emulator, "GET", "/_ministack/health", **upgrade).status == 403


def test_the_health_check_needs_no_key(emulator: Emulator) -> None:
    assert ask(emulator, "GET", "/_ministack/health").status == 200
    assert ask(emulator, "GET", "/_ministack/health", Origin="http://evil.example").status == 403


def test_other_users_cannot_see_the_key_in_the_list_of_processes(emulator: Emulator) -> None:
    listed = subprocess.run(["ps", "-A", "-ww", "-o", "args="], capture_output=True, text=True, check=True).stdout
    assert "emulator.server" in listed
    assert emulator.root_key not in listed
    assert emulator.root_key not in repr(emulator)


def test_each_start_has_a_key_of_its_own(emulator: Emulator) -> None:
    with Emulator.start() as another:
        assert another.root_key != emulator.root_key
        with pytest.raises(ClientError, match="is not a key of this emulated AWS"):
            another.client("sqs", session=emulator.session()).list_queues()


def test_a_function_s_credentials_cannot_be_computed(emulator: Emulator, service: Deployment, invoke: Invoke) -> None:
    invoke(service.outputs["function_name"], {"name": "role"})
    function = emulator.client("lambda").get_function(FunctionName=service.outputs["function_name"])["Configuration"]
    guessed = boto3.Session(*guessed_credentials(function["FunctionArn"], function["Role"]), region_name="us-east-1")
    with pytest.raises(ClientError, match="is not a key of this emulated AWS"):
        emulator.client("dynamodb", session=guessed).list_tables()


def test_the_keys_that_the_emulator_gives_out_are_held_to_their_policies(emulator: Emulator) -> None:
    users = emulator.client("iam")
    users.create_user(UserName="reader")
    pair = users.create_access_key(UserName="reader")["AccessKey"]
    reader = boto3.Session(pair["AccessKeyId"], pair["SecretAccessKey"], region_name="us-east-1")
    with pytest.raises(ClientError, match="not authorized to perform: dynamodb:ListTables"):
        emulator.client("dynamodb", session=reader).list_tables()
    allow = {"Effect": "Allow", "Action": "dynamodb:ListTables", "Resource": "*"}
    users.put_user_policy(UserName="reader", PolicyName="p", PolicyDocument=json.dumps({"Statement": [allow]}))
    assert "TableNames" in emulator.client("dynamodb", session=reader).list_tables()
    forged = boto3.Session(pair["AccessKeyId"], "another secret", region_name="us-east-1")
    with pytest.raises(ClientError, match="signature"):
        emulator.client("dynamodb", session=forged).list_tables()
