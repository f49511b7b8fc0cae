"""Translations: compiled without gettext's programs, so that nothing has to be installed to run, and checked.

Run as `python -m config.messages check` or `… collect`; collecting texts from the sources needs xgettext.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

BASE_DIR = Path(__file__).resolve().parent.parent
LANGUAGES = ("nl",)  # besides English, which the sources are written in
_SOURCES = ("themes", "ambassadors", "cms", "sharehub", "config", "templates", "static", "locale")


def compile_all(base_dir: Path = BASE_DIR) -> int:
    """Bring every .mo file up to date with its .po file; return how many had to be written."""
    written = 0
    for source in base_dir.glob("locale/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            new = target.with_suffix(f".{os.getpid()}")
            polib.pofile(str(source)).save_as_mofile(str(new))
            new.replace(target)
            written += 1
    return written


def collect(base_dir: Path = BASE_DIR) -> None:
    """Bring every .po file up to date with the texts in the sources; obsolete texts go."""
    command = [
        sys.executable,
        "-m",
        "django",
        "makemessages",
        "--no-obsolete",
        "--add-location",
        "file",
        "--ignore",
        "tests/*",
    ]
    for language in LANGUAGES:
        command += ["--locale", language]
    (base_dir / "locale").mkdir(exist_ok=True)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(base_dir), "DEBUG": "1"}
    subprocess.run(command, cwd=base_dir, env=environment, check=True, stdout=subprocess.DEVNULL)


def faults(base_dir: Path = BASE_DIR) -> list[str]:
    """Return what is untranslated or uncertain, as lines to print; the sources themselves are asked, not the .po files.

    The sources are copied first, so that checking changes nothing.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in _SOURCES:
            if (base_dir / name).exists():
                shutil.copytree(base_dir / name, copy / name, ignore=shutil.ignore_patterns("*.pyc", "*.mo"))
        collect(copy)
        return [line for path in sorted(copy.glob("locale/*/LC_MESSAGES/*.po")) for line in faults_of(path, copy)]


def faults_of(path: Path, base_dir: Path) -> list[str]:
    """Return what is untranslated or uncertain in one catalogue."""
    catalogue = polib.pofile(str(path))
    name = path.relative_to(base_dir)
    return [
        *(f"{name}: not translated: {entry.msgid!r} {_places(entry)}" for entry in catalogue.untranslated_entries()),
        *(f"{name}: uncertain (fuzzy): {entry.msgid!r} {_places(entry)}" for entry in catalogue.fuzzy_entries()),
    ]


def _places(entry: polib.POEntry) -> str:
    return f"({', '.join(place for place, _ in entry.occurrences)})"


def main(command: str) -> int:
    """Check or collect; return the exit code."""
    if command == "compile":
        compile_all()
        return 0
    if not shutil.which("xgettext"):
        print("gettext is missing. (Debian: apt-get install gettext)", file=sys.stderr)
        return 1
    if command == "collect":
        collect()
        compile_all()
        return 0
    lines = faults()
    print("\n".join(lines) or "Every text is translated.")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
