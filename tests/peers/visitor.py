"""Somebody in front of the page of Bluesky's own server, which asks them who they are and whether they say yes."""

from urllib.parse import parse_qs, urlsplit

import httpx

_DOORS = "/@atproto/oauth-provider/~api"


class Visitor:
    """What a browser does there, call by call: its page is a script that makes these."""

    def __init__(self, page):
        self.page = page
        self.origin = "{0.scheme}://{0.netloc}".format(urlsplit(page))
        self.cookies = {}
        opened = self._go(page, site="cross-site")
        assert opened.status_code == 200, opened.text

    def say_yes(self, handle, password):
        """Return what the server sends along with the person, who is led back to us."""
        known = {"locale": "en", "username": handle, "password": password, "remember": False}
        signed_in = self._ask("sign-in", known)
        return self._back(self._ask("consent", {"sub": signed_in["account"]["sub"]}, signed_in["ephemeralToken"]))

    def say_no(self):
        return self._back(self._ask("reject", {}))

    def _back(self, answer):
        left = self._go(answer["url"], site="same-origin", referer=self.page)
        assert left.status_code == 303, left.text
        address = urlsplit(left.headers["location"])
        return address, {name: values[0] for name, values in parse_qs(address.query).items()}

    def _go(self, url, *, site, **headers):
        fetching = {"sec-fetch-site": site, "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
        return self._kept(httpx.get(url, headers={**self._brought(), **fetching, **headers}, timeout=10))

    def _ask(self, name, body, token=""):
        headers = {
            **self._brought(),
            "sec-fetch-site": "same-origin",
            "sec-fetch-mode": "same-origin",
            "origin": self.origin,
            "referer": self.page,
            "x-csrf-token": self.cookies["csrf-token"],
        }
        if token:
            headers["authorization"] = f"Bearer {token}"
        answer = self._kept(httpx.post(f"{self.origin}{_DOORS}/{name}", json=body, headers=headers, timeout=10))
        assert answer.status_code == 200, answer.text
        return answer.json()

    def _brought(self):
        # By hand: these are for https only, or for this machine, which a browser knows and a library does not.
        return {"cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}

    def _kept(self, answer):
        for line in answer.headers.get_list("set-cookie"):
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.split(";")[0]
        return answer
