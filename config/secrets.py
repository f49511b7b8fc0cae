"""The signing key of a development installation: made once, kept in the data folder, never in the repository."""

import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def development_key(data_dir: Path, *, debug: bool) -> str:
    """Return the key of this data folder, made on first use; outside DEBUG a missing SECRET_KEY stops the start."""
    if not debug:
        raise ImproperlyConfigured("Set SECRET_KEY (or SECRET_KEY_FILE) to a long random value.")
    path = data_dir / "secret_key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("x") as file:
                file.write(secrets.token_urlsafe(50))
            path.chmod(0o600)
        except FileExistsError:  # another process of the same start was first
            pass
    return path.read_text()
