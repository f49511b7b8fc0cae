"""The container's health check: asks whether the process on a port still answers."""

import http.client
import os
import sys
from urllib.parse import urlsplit


def main(port: int) -> int:
    """Return 0 when /healthz answers; asked under a host name the installation allows."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", "/healthz", headers={"Host": urlsplit(os.environ.get("WEB_BASE_URL", "")).netloc})
        return 0 if connection.getresponse().status == 200 else 1
    except OSError:
        return 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 8000))
