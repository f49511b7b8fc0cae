"""Journeys drive Chromium through a running installation, in both languages, and let axe look at every page they see."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.installation import Installation, running

PICTURES = Path(__file__).parent / "pictures"
PASSWORD = "ambassador"
_CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
# Rules for every page: WCAG 2.2 AA and its predecessors.
_AXE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here is a journey; they share one installation, so one process runs them all."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return {"executable_path": _CHROMIUM, "args": ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]}


@pytest.fixture(scope="session")
def installation() -> Iterator[Installation]:
    with running() as one:
        yield one


@pytest.fixture(params=["en", "nl"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """The journey's language; labels are looked up by their English source with `gettext`."""
    with translation.override(request.param):
        yield request.param


class Visitor:
    """Someone with a browser: opens pages, is checked on each for accessibility and for errors in the console."""

    def __init__(self, context: BrowserContext, installation: Installation) -> None:
        self.installation = installation
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

    def open(self, path: str) -> Page:
        """Open a page of the web host and look at it."""
        self.page.goto(path if path.startswith("http") else self.installation.web + path)
        self.look()
        return self.page

    def look(self, name: str = "") -> None:
        """axe finds nothing on the page as it stands, nothing is wider than the screen."""
        found = Axe().run(self.page, options=_AXE).response["violations"]
        summary = [f"{rule['id']}: {rule['nodes'][0]['html'][:160]} ({len(rule['nodes'])}×)" for rule in found]
        assert summary == [], f"{self.page.url}\n" + "\n".join(summary)
        width = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width <= 0, f"{self.page.url} is {width} px wider than the screen"
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


@pytest.fixture
def visitor(browser: Browser, installation: Installation, language: str) -> Iterator[Callable[..., Visitor]]:
    """Return a function that lets someone in: `visitor()` anonymously, `visitor("hr@demo.test", phone=True)` logged in."""
    opened: list[Visitor] = []

    def enter(account: str = "", *, phone: bool = False, **options: object) -> Visitor:
        size = {"width": 390, "height": 844} if phone else {"width": 1280, "height": 900}
        context = browser.new_context(viewport=size, locale=language, reduced_motion="reduce", **options)
        context.set_default_timeout(15_000)
        someone = Visitor(context, installation)
        opened.append(someone)
        if account:
            installation.execute("UPDATE ambassadors_user SET language = %s WHERE email = %s", language, account)
            someone.log_in(account)
        return someone

    yield enter
    problems = [problem for someone in opened for problem in someone.problems]
    for someone in opened:
        someone.context.close()
    assert problems == []
