"""Measure the installation part by part, each in a database of its own, which is gone afterwards."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config.embedded.folder import Folder
from sharehub.benchmark import report, stage
from sharehub.benchmark.parts import PARTS
from sharehub.benchmark.results import Part


class Command(BaseCommand):
    help = f"Measure {', '.join(PARTS)}; all of them together write docs/benchmarks.md."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("parts", nargs="*", metavar="part", help=f"Any of: {', '.join(PARTS)}. None is all.")
        parser.add_argument("--quick", action="store_true", help="Small and short, to try the measuring itself.")
        parser.add_argument("--no-file", action="store_true", help="Only print.")
        parser.add_argument("--inside", action="store_true", help="Used by the command itself.")

    def handle(self, *args: Any, **options: Any) -> None:
        if unknown := set(options["parts"]) - set(PARTS):
            raise CommandError(f"No part is called {', '.join(sorted(unknown))}. There are: {', '.join(PARTS)}.")
        names = [name for name in PARTS if name in options["parts"] or not options["parts"]]
        if options["inside"]:
            self._measure(names[0], is_quick=options["quick"])
            return
        before = report.load_average()
        with stage.template() as empty:
            parts = [self._run(name, empty, is_quick=options["quick"]) for name in names]
        self.stdout.write(report.table(parts))
        for line in (line for part in parts for line in part.notes):
            self.stdout.write(f"- {line}")
        if names == list(PARTS) and not options["quick"] and not options["no_file"]:
            text = report.page(parts, busy=(before, report.load_average()))
            (settings.BASE_DIR / "docs" / "benchmarks.md").write_text(text)
        if problems := [problem for part in parts for problem in part.problems]:
            raise CommandError("The events do not add up:\n" + "\n".join(problems))

    def _run(self, name: str, empty: str, *, is_quick: bool) -> Part:
        """A part runs in a process of its own, so that settings and memory are its own as well."""
        stage.say(f"{name} (load average {report.load_average()})")
        with ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-"))
            environment = os.environ | stage.environment(folder)
            if PARTS[name].own_servers:
                for address in ("DATABASE_URL", "REDIS_URL"):
                    environment.pop(address, None)
                stack.callback(_remove_database, Folder(Path(folder)))
            else:
                environment |= stack.enter_context(stage.database(empty))
            command = [sys.executable, "manage.py", "bench", name, "--inside", *(["--quick"] if is_quick else [])]
            done = subprocess.run(command, env=environment, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, check=False)  # noqa: S603
        if done.returncode:
            raise CommandError(f"Measuring {name} stopped with an error.")
        return Part.from_json(json.loads(done.stdout.splitlines()[-1]))

    def _measure(self, name: str, *, is_quick: bool) -> None:
        if PARTS[name].own_servers:
            call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        self.stdout.write(json.dumps(PARTS[name].measure(is_quick=is_quick).as_json()))


def _remove_database(folder: Folder) -> None:
    """Where PostgreSQL may not enter the folder, its files lie elsewhere."""
    if folder.path.exists() and (home := folder.identity().home):
        shutil.rmtree(home, ignore_errors=True)
