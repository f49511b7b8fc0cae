"""Journeys drive Chromium through a running installation, in both languages, and let axe look at every page they see."""

import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import translation
from django.utils.translation import gettext as _
from playwright.sync_api import Browser, BrowserContext, Locator, Page, StorageState, expect

from tests.browser.installation import Installation, shared

PICTURES = Path(__file__).parent / "pictures"
PASSWORD = "ambassador"
_NUMBERS = count(int(time.time()) % 100_000)
# A browser as people have it: the link host counts a headless one as a bot.
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36"
# The one without windows first: what a whole browser draws for nobody takes as long as the pages.
_CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_CHROMIUM = next((path for name in _CHROMIUMS if (path := shutil.which(name))), None)
# No other host is reached: routes would do that as well, but each request would go through the test and none be cached.
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
_WIDE = """[...document.querySelectorAll("body *")]
    .filter(element => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map(element => `${element.tagName}.${element.className}`).slice(0, 8).join(" ")"""
expect.set_options(timeout=15_000)
# axe reads the same two dozen colours thousands of times on a page, which takes a third of its time: each is read once here.
_AXE_SCRIPT = f"""{Axe().axe_script}
(() => {{
  const color = axe.commons.color.Color.prototype, read = color.parseString, known = new Map();
  color.parseString = function (text) {{
    if (!known.has(text)) {{
      read.call(this, text);
      known.set(text, {{r: this.r, g: this.g, b: this.b, alpha: this.alpha}});
    }}
    return Object.assign(this, known.get(text));
  }};
}})()"""
# Rules for every page: WCAG 2.2 AA and its predecessors.
_SEEN: set[str] = set()
_AXE = {
    "resultTypes": ["violations"],
    "preload": False,
    "iframes": False,
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
}
# From the top: a page that kept its place may have a link half under the bar.
_STAND = """async () => {
  if (document.readyState !== "complete") await new Promise(loaded => addEventListener("load", loaded));
  scrollTo({top: 0, behavior: "instant"});
  await document.fonts.ready;
  const page = document.documentElement, told = /^(class|role|type|tabindex|hidden|open|disabled|checked|aria-(?!label|describedby|controls|owns).*)$/;
  const parts = [innerWidth, matchMedia("(prefers-color-scheme: dark)").matches];
  const walk = document.createTreeWalker(page, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = page; node; node = walk.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) parts.push(node.data.trim() ? "text" : "");
    else parts.push(node.tagName, node.childElementCount, ...Array.from(node.attributes,
      ({name, value}) => name + (told.test(name) ? "=" + value : value.trim() ? "" : " empty")));
  }
  const shape = await crypto.subtle.digest("SHA-1", new TextEncoder().encode(parts.join()));
  return JSON.stringify([page.scrollWidth - page.clientWidth, "axe" in window, btoa(String.fromCharCode(...new Uint8Array(shape)))]);
}"""
# Back as text with only what is wrong: the whole result takes longer to hand over than to find.
_LOOK = f"async () => JSON.stringify((await axe.run({json.dumps(_AXE)})).violations)"


def pytest_itemcollected(item: pytest.Item) -> None:
    """Everything here is a journey; they share one installation (see InGroups)."""
    item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return {"executable_path": _CHROMIUM, "args": _ARGUMENTS}


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One for all processes; xdist gives each a folder inside the run's."""
    folder = tmp_path_factory.getbasetemp()
    with shared(folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) as one:
        yield one


@pytest.fixture(params=["en", "nl"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """The journey's language; labels are looked up by their English source with `gettext`."""
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def mark(language: str) -> str:
    """What names of things made on the way carry, so that journeys never meet each other's."""
    return f"{language}{next(_NUMBERS)}"


class Visitor:
    """Someone with a browser: opens pages, is checked on each for accessibility and for errors in the console."""

    def __init__(self, context: BrowserContext, installation: Installation, *, runs_scripts: bool = True) -> None:
        self.installation = installation
        self.runs_scripts = runs_scripts
        self.context = context
        self.page: Page = context.new_page()
        self.problems: list[str] = []
        self.page.on("pageerror", lambda error: self.problems.append(f"{self.page.url}: {error}"))
        self.page.on("console", self._hear)
        self.page.on("request", self._watch)

    def _hear(self, message) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.problems.append(f"{self.page.url}: {message.text}")

    def _watch(self, request) -> None:
        own = (self.installation.web, self.installation.links, "data:", "blob:")
        if not request.url.startswith(own) and not request.is_navigation_request():
            self.problems.append(f"{self.page.url} loads {request.url} from another host")

    def field(self, label: str) -> Locator:
        """The field of that label; what is not required says so behind it, in Wagtail what is."""
        return self.page.get_by_label(
            re.compile(rf"^\s*{re.escape(label)}\s*({re.escape(_('(optional)'))}|\*)?\s*$", re.IGNORECASE)
        ).and_(self.page.locator("input, textarea, select"))

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def link(self, name: str) -> Locator:
        return self.page.get_by_role("link", name=name, exact=True)

    def heading(self, name: str) -> Locator:
        return self.page.get_by_role("heading", name=name, exact=True)

    def press(self, name: str, sees: str = "") -> None:
        """Press a button, and look at the page that has the heading `sees`."""
        self.button(name).click()
        if sees:
            expect(self.heading(sees)).to_be_visible()
            self.look()

    def follow(self, name: str, sees: str = "") -> None:
        """Follow a link, and look at the page that has the heading `sees`."""
        self.link(name).first.click()
        if sees:
            expect(self.heading(sees)).to_be_visible()
            self.look()

    def open(self, path: str, picture: str = "") -> Page:
        """Open a page of the web host and look at it."""
        self.page.goto(path if path.startswith("http") else self.installation.web + path)
        self.look(picture)
        return self.page

    def wait_until(self, is_so: Callable[[], bool], *, seconds: float) -> None:
        """Ask until it is so: for what the worker does, which no page announces."""
        until = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < until, f"not within {seconds} s: {self.page.url}"
            self.page.wait_for_timeout(250)

    def let_out(self, address: str) -> None:
        """A page of another host, as far as a journey needs one."""
        body = "<!DOCTYPE html><html lang=en><title>Elsewhere</title></html>"
        self.context.route(address, lambda route: route.fulfill(content_type="text/html", body=body))

    def look(self, name: str = "") -> None:
        """axe, itself a script, finds nothing on the page as it stands; nothing is wider than the screen.

        A page of a shape that was looked at before, in another language or with other words in it, would tell axe nothing new: the same
        elements with the same classes, roles and states, and the same of them empty.
        """
        if not self.runs_scripts:
            return
        too_wide, has_axe, shape = json.loads(self.page.evaluate(_STAND))
        found = []
        if shape not in _SEEN:
            if not has_axe:
                self.page.evaluate(_AXE_SCRIPT)
            found = json.loads(self.page.evaluate(_LOOK))
        summary = [f"{rule['id']}: {rule['nodes'][0]['html'][:160]} ({len(rule['nodes'])}×)" for rule in found]
        assert summary == [], f"{self.page.url}\n" + "\n".join(summary)
        _SEEN.add(shape)
        assert too_wide <= 0, f"{self.page.url} is {too_wide} px wider than the screen: {self.page.evaluate(_WIDE)}"
        if name and os.environ.get("PICTURES"):
            PICTURES.mkdir(exist_ok=True)
            self.page.screenshot(path=str(PICTURES / f"{name}.png"), full_page=True)

    def log_in(self, account: str, password: str = PASSWORD) -> None:
        """Log in on the page that people use."""
        self.open("/accounts/login/")
        self.page.fill("input[name=login]", account)
        self.page.fill("input[name=password]", password)
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_url(lambda url: "/accounts/login" not in url)


@pytest.fixture(scope="session")
def sessions() -> dict[str, StorageState]:
    """Who has logged in, and the cookies that say so: nobody logs in anew for every journey."""
    return {}


@pytest.fixture(scope="session")
def programme(installation: Installation) -> str:
    """Where the demo's programme stands."""
    return f"/programme/{installation.execute('SELECT slug FROM themes_programme ORDER BY id')[0][0]}/"


@pytest.fixture
def visitor(
    browser: Browser, installation: Installation, language: str, sessions: dict[str, StorageState]
) -> Iterator[Callable[..., Visitor]]:
    """Return a function that lets someone in: `visitor()` anonymously, `visitor("hr@demo.test", phone=True)` logged in."""
    opened: list[Visitor] = []

    def enter(account: str = "", *, phone: bool = False, **options: object) -> Visitor:
        size = {"width": 390, "height": 844} if phone else {"width": 1280, "height": 900}
        agent = PHONE if phone else CHROME
        options = {"viewport": size, "locale": language, "reduced_motion": "reduce", "user_agent": agent, **options}
        context = browser.new_context(storage_state=sessions.get(account), **options)
        context.set_default_timeout(15_000)
        someone = Visitor(context, installation, runs_scripts=bool(options.get("java_script_enabled", True)))
        opened.append(someone)
        if account:
            installation.execute("UPDATE ambassadors_user SET language = %s WHERE email = %s", language, account)
            if account in sessions:
                someone.page.goto(f"{installation.web}/home/")
            else:
                someone.log_in(account)
                sessions[account] = context.storage_state()
        return someone

    yield enter
    problems = [problem for someone in opened for problem in someone.problems]
    for someone in opened:
        someone.context.close()
    assert problems == []
