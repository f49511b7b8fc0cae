"""Rules of the house that no linter knows."""

import re
import subprocess

import pytest
from django.apps import apps
from django.core.management import call_command

from config.celery import app as celery
from config.embedded import BASE_DIR

APPS = ("themes", "ambassadors", "cms", "sharehub")  # from low to high: each may look at those before it
TEXTS = (
    ".py",
    ".html",
    ".txt",
    ".md",
    ".css",
    ".js",
    ".toml",
    ".yaml",
    ".yml",
    ".in",
    ".cfg",
    ".sh",
    ".example",
    ".svg",
)
NAMES = ("Makefile", "Dockerfile", "Caddyfile", "run", ".gitignore", ".dockerignore", "LICENSE")


def _files(*suffixes, under=""):
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", under or "."],
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    paths = [BASE_DIR / line for line in listed]
    return [path for path in paths if path.exists() and (path.suffix in suffixes or path.name in suffixes)]


def _found(pattern, paths):
    return [
        f"{path.relative_to(BASE_DIR)}:{number}: {line.strip()[:100]}"
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(pattern, line)
    ]


def test_no_foreign_key_points_up():
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in APPS
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model and field.related_model != "self"
        if field.related_model._meta.app_label in APPS
        and APPS.index(field.related_model._meta.app_label) > APPS.index(model._meta.app_label)
    ]
    assert upward == []


def test_every_task_is_named_in_a_test():
    celery.loader.import_default_modules()
    tests = "".join(path.read_text() for path in _files(".py", under="tests"))
    tasks = [name for name in celery.tasks if name.split(".")[0] in APPS]
    assert [name for name in tasks if not re.search(rf"\b{name.split('.')[-1]}\b", tests)] == []


def test_every_task_beat_asks_for_exists():
    celery.loader.import_default_modules()
    assert [entry["task"] for entry in celery.conf.beat_schedule.values() if entry["task"] not in celery.tasks] == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_a_task_is_only_sent_once_its_row_is_committed():
    sources = [path for name in APPS for path in _files(".py", under=name)]
    assert _found(r"\.(delay|apply_async|send_task)\(", sources) == []


def test_no_file_knows_the_machine_it_was_written_on():
    paths = [path for path in _files(*TEXTS, *NAMES) if path.name != "test_architecture.py"]
    assert _found(r"(?<![\w.}/-])/(root|work|Users|home/\w+)/", paths) == []


def test_no_template_carries_its_own_style_or_script():
    # Mails know no style sheets, and the link host serves no files: its style has its own hash in its policy.
    pages = [path for path in _files(".html", under="templates") if not {"mail", "edge"} & set(path.parts)]
    assert _found(r"\sstyle=|<style|\son[a-z]+=\"", pages) == []
    inline = re.compile(r"<script(?![^>]*(src=|type=\"application/(ld\+)?json\"))[^>]*>")
    assert _found(inline, pages) == []


def test_the_locks_name_no_package_index():
    assert _found(r"://|--(extra-)?index-url|--find-links", _files(".txt", ".in", under="requirements")) == []


def test_every_variable_the_settings_read_is_explained():
    read = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", (BASE_DIR / "config/settings.py").read_text()))
    explained = set(re.findall(r"^#?([A-Z_]+)=", (BASE_DIR / ".env.example").read_text(), re.MULTILINE))
    assert {"SECRET_KEY", "EMAIL_BACKEND", "LOG_LEVEL"} <= read
    assert read - explained == set()


def test_a_remark_in_a_template_ends_on_its_line():
    """Django shows a `{# … #}` of several lines to the visitor; `{% comment %}` may have as many as it likes."""
    assert _found(r"\{#(?!.*#\})", _files(".html", ".txt", ".js", ".css", ".svg", under="templates")) == []


def test_tests_run_their_event_loops_apart():
    """In a process that has run a journey, Playwright's event loop is still there, and a second one is refused."""
    files = [path for path in _files(".py", under="tests") if path.name not in {"loops.py", "test_architecture.py"}]
    assert _found(r"asyncio\.run\(|async_to_sync\(", files) == []
