"""Manifest, service worker and the page without a connection."""

import json

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_the_manifest_names_the_organisation_and_its_icons(client: Client):
    response = client.get(reverse("manifest"))

    assert response["Content-Type"] == "application/manifest+json"
    manifest = json.loads(response.content)
    assert manifest["start_url"] == "/app/"
    assert manifest["display"] == "standalone"
    assert [icon["sizes"] for icon in manifest["icons"]] == ["192x192", "512x512", "512x512"]


def test_the_service_worker_may_serve_the_whole_site(client: Client):
    response = client.get(reverse("service_worker"))

    assert response["Content-Type"] == "text/javascript"
    assert response["Service-Worker-Allowed"] == "/"
    assert 'const OFFLINE = "/offline/";' in response.content.decode()


def test_the_offline_page_needs_nobody_logged_in(client: Client):
    response = client.get(reverse("offline"))

    assert response.status_code == 200
    assert "You are offline" in response.content.decode()


def test_the_service_worker_cannot_be_posted_to(client: Client):
    assert client.post(reverse("service_worker")).status_code == 405
