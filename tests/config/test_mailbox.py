"""The mails of development, in the browser."""

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection


@pytest.fixture
def folder(settings, tmp_path):
    settings.MAIL_DIR = tmp_path
    return tmp_path


def _send(folder, subject, text="Go to https://example.nl/x now", to="anna@example.nl"):
    mail = EmailMultiAlternatives(subject, text, to=[to])
    mail.attach_alternative("<p>Go <a href='https://example.nl/x'>there</a></p>", "text/html")
    mail.connection = get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=str(folder))
    mail.send()


@pytest.mark.django_db
def test_mails_are_listed_and_read_with_links(client, settings, folder):
    settings.DEBUG = True
    assert "No mail yet" in client.get("/mail/").content.decode()
    _send(folder, "Hëllo")
    html = client.get("/mail/").content.decode()
    assert "Hëllo" in html
    [name] = [path.stem for path in folder.glob("*.log")]
    page = client.get(f"/mail/{name}/0/").content.decode()
    assert "anna@example.nl" in page
    assert '<a href="https://example.nl/x"' in page
    assert "<a href='https://example.nl/x'>there</a>" in client.get(f"/mail/{name}/0/html/").content.decode()
    assert client.get(f"/mail/{name}/1/").status_code == 404
    assert client.get("/mail/..%2Fsecret/0/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/mail/", "/mail/a/0/", "/mail/a/0/html/"])
def test_outside_development_there_is_no_mailbox(client, settings, folder, path):
    settings.DEBUG = False
    assert client.get(path).status_code == 404
