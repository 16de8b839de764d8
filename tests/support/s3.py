"""A real server that speaks S3 and checks signatures, from a Python package; each test has its own bucket."""

from __future__ import annotations

import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from tests.support.server import free_port
from tests.support.shared import keep

PATIENCE = 60.0
KEY, SECRET = os.environ.get("PORTICO_TEST_S3_KEY", "test:test").rsplit(":", 1)
ELSEWHERE = os.environ.get("PORTICO_TEST_S3")
"""The address of another server to run the same tests on, with PORTICO_TEST_S3_KEY as KEY:SECRET."""
GUIDE = Path(__file__).resolve().parents[2] / "docs/how-to/keep-uploads.md"
RULE = re.compile(r"```json\n(.*?)```", re.DOTALL)
ALONE = {"AUTH": "true", "BIND_HOST": "127.0.0.1", "SFTP_ENABLED": "0", "IOT_MTLS_ENABLED": "0"}
"""Signatures are looked at, and nothing listens but the one port of this machine."""


class S3Server:
    """A server of one's own, that can be stopped; what it keeps is in memory."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def endpoint(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start and wait until it answers."""
        kept = {"PATH": os.environ["PATH"], "HOME": str(self._folder), "GATEWAY_PORT": str(self.port)}
        with (self._folder / "s3.log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(Path(sys.executable).with_name("ministack"))],
                env=kept | ALONE,
                cwd=self._folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until = time.monotonic() + PATIENCE
        while self._process.poll() is None and time.monotonic() < until:
            with suppress(BotoCoreError, ClientError):
                client(self.endpoint).list_buckets()
                return
            time.sleep(0.05)
        raise AssertionError((self._folder / "s3.log").read_text())

    def stop(self) -> None:
        """Stop; what it held is gone."""
        if self._process:
            self._process.terminate()
            self._process.wait(PATIENCE)
            self._process = None


def client(endpoint: str) -> Any:
    """A client of its keeper, who sees everything."""
    return boto3.session.Session().client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
        config=Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}),
    )


def new_bucket(endpoint: str) -> str:
    """The address of a new bucket, as the settings take it."""
    name = f"portico-{secrets.token_hex(6)}"
    client(endpoint).create_bucket(Bucket=name)
    return address(endpoint, name)


def let_send(bucket_url: str, origin: str) -> None:
    """Give the bucket at an address the rule of CORS that the guide has, for pages of this origin."""
    parts = urlsplit(bucket_url)
    found = RULE.search(GUIDE.read_text())
    assert found
    rule = json.loads(found[1].replace("https://example.org", origin))
    keeper = client(f"http://{parts.hostname}:{parts.port}")
    keeper.put_bucket_cors(Bucket=parts.path.strip("/"), CORSConfiguration=rule)


def address(endpoint: str, name: str) -> str:
    """The address of a bucket, as the settings take it."""
    where = endpoint.removeprefix("http://")
    return f"s3+http://{quote(KEY, safe='')}:{quote(SECRET, safe='')}@{where}/{name}?region=us-east-1"


@contextmanager
def running_s3() -> Iterator[S3Server]:
    """A running server of one's own."""
    with tempfile.TemporaryDirectory(prefix="portico-s3-") as folder:
        own = S3Server(Path(folder))
        try:
            own.start()
            yield own
        finally:
            own.stop()


@contextmanager
def _kept() -> Iterator[dict[str, Any]]:
    with running_s3() as own:
        yield {"endpoint": own.endpoint}


if __name__ == "__main__":
    keep(Path(sys.argv[1]), _kept)
