"""Start, watch and stop everything; the command behind `make run`."""

import os
import signal
import sys
import time

from config import embedded
from config.embedded import Lease, ServicesError
from config.embedded.folder import Folder
from config.runner import obstacles
from config.runner.parts import Ports, all_parts, preparation
from config.runner.readiness import Readiness
from config.runner.supervisor import GiveUpError, Supervisor, say

_READY_SECONDS = 180


class Run:
    """One run of the whole installation, from its start to its last process."""

    def __init__(self, ports: Ports, folder: Folder, lease: Lease | None) -> None:
        self.ports = ports
        self.folder = folder
        self.lease = lease
        self.supervisor = Supervisor()
        self.stopping = False
        self.keeper_lines = 0
        self.demo = ""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)

    def __call__(self) -> int:
        """Run until somebody asks to stop; return the exit code."""
        try:
            self._relay_keeper()
            if code := self.supervisor.run_once(preparation(), stopping=lambda: self.stopping):
                return 0 if self.stopping else code
            self.demo = words if (words := self.supervisor.last_words).startswith("demo accounts") else ""
            *answering, beat = all_parts(self.ports)
            self.supervisor.start(*answering)
            if self._await_readiness():
                self.supervisor.start(beat)  # asks work of a worker that is there
                self._greet()
            while not self.stopping:
                self._tend()
        except (GiveUpError, ServicesError) as error:
            say("run", f"GIVING UP: {error}")
            return 1
        finally:
            if self.stopping:
                say("run", "stopping")
            self.supervisor.stop()
        return 0

    def _await_readiness(self) -> bool:
        readiness = Readiness(self.ports)
        until = time.monotonic() + _READY_SECONDS
        while not self.stopping:
            self._tend()
            if readiness.reached():
                return True
            if time.monotonic() > until:
                raise GiveUpError(f"{readiness.missing()} does not answer.")
        return False

    def _tend(self) -> None:
        self.supervisor.tend()
        if self.lease:
            before = dict(os.environ)
            if self.lease.renew():
                say("run", "the keeper of database and Valkey was killed; started again")
                self.keeper_lines = 0
                if any(before.get(name) != value for name, value in self.folder.addresses().items()):
                    raise GiveUpError("the servers had to move to other ports; start again.")
            self._relay_keeper()

    def _relay_keeper(self) -> None:
        """Print what the keeper has said since the last look."""
        if self.lease and self.folder.log.exists():
            lines = self.folder.log.read_text(errors="replace").splitlines()
            for line in lines[self.keeper_lines :]:
                say("services", line)
            self.keeper_lines = len(lines)

    def _greet(self) -> None:
        web = os.environ["WEB_BASE_URL"]
        say("run", f"Site             {web}/")
        say("run", f"Ambassador's app {web}/app/     Programme {web}/programme/     HR {web}/recruitment/")
        say("run", f"Editing          {web}/cms/     Tracked links {os.environ['LINK_BASE_URL']}/s/…")
        if self.demo:
            say("run", self.demo.capitalize())
        say("run", "Ready")

    def _stop(self, *_: object) -> None:
        if self.stopping:
            say("run", "one moment")
        self.stopping = True


def main() -> int:
    """Look for obstacles, take the servers, run; return the exit code."""
    obstacles.follow_make()
    embedded.read_environment()
    os.environ.setdefault("DEBUG", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    folder = Folder(embedded.data_dir())
    try:
        ports = Ports.from_environment()
        obstacles.claim(folder)
        obstacles.clear_leftovers(folder.data_dir)
        obstacles.check_ports(ports)
    except (obstacles.ObstacleError, ValueError) as error:
        print(error, file=sys.stderr, flush=True)
        return 1
    ports.publish()
    if embedded.missing():
        say("run", "starting PostgreSQL and Valkey")
    with embedded.services() as lease:
        return Run(ports, folder, lease)()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:  # before anything of ours ran
        sys.exit(130)
