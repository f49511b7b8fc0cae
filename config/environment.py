"""The environment of an installation: a variable, or the file that NAME_FILE names."""

import environ
from environ.fileaware_mapping import FileAwareMapping


class Files(FileAwareMapping):
    """What a file holds, without the line's end that every editor and `echo` puts there."""

    def __getitem__(self, key: str) -> str:
        return str(super().__getitem__(key)).rstrip("\r\n") if self.env.get(f"{key}_FILE") else str(self.env[key])


class Environment(environ.Env):
    """Typed readings of those variables."""

    ENVIRON = Files()


env = Environment()
