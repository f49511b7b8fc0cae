"""Where real data lies: a feed, vacancies and the visits to a site, none of which is part of the project."""

import os
from pathlib import Path

import pytest
from django.conf import settings


def real(name: str) -> Path:
    """The file of that name; without it the test is left out, and says so."""
    folder = Path(os.environ.get("SHARED_DATA_DIR") or settings.BASE_DIR.parent / "shared" / "data")
    if not (folder / name).exists():
        pytest.skip(f"{name} is not in SHARED_DATA_DIR nor in ../shared/data")
    return folder / name
