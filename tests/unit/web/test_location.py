"""Where the site lies, as configured or as a request has it."""

from __future__ import annotations

from flask import Flask

from portico.web.location import mount_path, root_url

app = Flask("location")


def test_at_the_root_of_its_host_nothing_stands_before_a_path() -> None:
    with app.test_request_context("/a", base_url="https://site.test/"):
        assert mount_path() == ""
        assert root_url() == "https://site.test"


def test_a_mount_is_part_of_the_address() -> None:
    with app.test_request_context("/a", base_url="https://site.test/below/"):
        assert mount_path() == "/below"
        assert root_url() == "https://site.test/below"


def test_the_configured_address_goes_before_that_of_the_request() -> None:
    with app.test_request_context("/a", base_url="http://127.0.0.1:8000/"):
        assert root_url("https://site.test/") == "https://site.test"
