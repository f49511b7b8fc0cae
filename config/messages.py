"""Translations: compiled without gettext's programs, so that nothing has to be installed, and checked."""

from pathlib import Path

import polib

BASE_DIR = Path(__file__).resolve().parent.parent
LOCALE_DIR = BASE_DIR / "locale"


def compile_all() -> int:
    """Bring every .mo file up to date with its .po file; return how many had to be written."""
    written = 0
    for source in LOCALE_DIR.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            new = target.with_suffix(".mo.new")
            polib.pofile(str(source)).save_as_mofile(str(new))
            new.replace(target)
            written += 1
    return written


def faults(path: Path) -> list[str]:
    """Return what is untranslated or uncertain in one .po file, as lines to print."""
    catalogue = polib.pofile(str(path))
    name = path.relative_to(BASE_DIR) if path.is_relative_to(BASE_DIR) else path
    untranslated = [
        f"{name}:{entry.linenum}: not translated: {entry.msgid!r}" for entry in catalogue.untranslated_entries()
    ]
    fuzzy = [f"{name}:{entry.linenum}: uncertain (fuzzy): {entry.msgid!r}" for entry in catalogue.fuzzy_entries()]
    return untranslated + fuzzy


def identifiers(path: Path) -> set[tuple[str, str]]:
    """Return the texts a .po file knows, each with its context."""
    return {(entry.msgctxt or "", entry.msgid) for entry in polib.pofile(str(path)) if not entry.obsolete}
