from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

PAGES = ["/", "/docs"]
ADDRESS = re.compile(r'(?:src|href)="([^"#]+)"')


@pytest.mark.parametrize("page", PAGES)
def test_a_page_may_load_nothing_from_elsewhere(client: TestClient, page: str) -> None:
    answer = client.get(page)
    policy = answer.headers["content-security-policy"]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "//" not in policy


@pytest.mark.parametrize("page", PAGES)
def test_everything_a_page_names_is_served_from_here(client: TestClient, page: str) -> None:
    addresses = ADDRESS.findall(client.get(page).text)
    assert addresses
    for address in addresses:
        assert "//" not in address
        assert client.get(f"/{address}").status_code == 200


def test_redoc_and_the_framework_s_own_pages_are_off(client: TestClient) -> None:
    assert client.get("/redoc").status_code == 404
    assert client.get("/docs/oauth2-redirect").status_code == 404


def test_no_file_outside_the_assets_is_served(client: TestClient) -> None:
    for address in (
        "/static/../__init__.py",
        "/static/%2e%2e/__init__.py",
        "/static/nothing.js",
        "/docs/assets/../main.py",
    ):
        answer = client.get(address)
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
