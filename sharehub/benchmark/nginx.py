"""nginx with `return 302`, where the machine has it: what redirects are held against."""

import shutil
import subprocess
from contextlib import AbstractContextManager
from pathlib import Path

from sharehub.benchmark import stage

_CONFIGURATION = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 512; }}
http {{
  access_log off; keepalive_requests 100000000;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port}; location / {{ return 302 https://example.org/; }} }}
}}
"""


def program() -> str | None:
    """Return where nginx is, if anywhere."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def running(folder: Path, port: int) -> AbstractContextManager[subprocess.Popen[bytes]]:
    """Every request on the port is redirected by one worker on the server's core while the block runs."""
    configuration = folder / "nginx.conf"
    configuration.write_text(_CONFIGURATION.format(folder=folder, port=port))
    return stage.process([str(program()), "-p", str(folder), "-c", str(configuration)], on_server_core=True)
