"""What a page elsewhere says of itself: title, summary, picture and whose it is, fetched where that is safe."""

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from django.conf import settings
from django.utils.translation import gettext as _

from cms import pictures
from themes import fetching

_MOST_BYTES = 2 * 1024 * 1024
_MOST_PICTURE_BYTES = 15 * 1024 * 1024
_PAGE_TIMEOUT, _PICTURE_TIMEOUT = 8.0, 8.0


@dataclass(frozen=True)
class Found:
    """What a page says of itself; `picture` is drawn anew already, and `remarks` say what could not be used."""

    url: str
    title: str
    summary: str = ""
    source: str = ""
    language: str = ""
    picture: bytes = b""
    picture_url: str = ""
    picture_words: str = ""
    remarks: tuple[str, ...] = ()


def look(url: str) -> Found:
    """Return what the page at a public address says of itself; raises fetching.FetchError."""
    fetched = fetching.fetch(url, max_bytes=_MOST_BYTES, timeout=_PAGE_TIMEOUT)
    host = (urlsplit(fetched.url).hostname or "").removeprefix("www.")
    if "html" not in fetched.content_type:
        return Found(url, host, source=host, remarks=(_("It is no web page, so nothing could be taken over from it."),))
    page = _Page(fetched.content, fetched.url)
    picture_url = page.picture_url()
    picture, remarks = _picture(picture_url) if picture_url else (b"", ())
    return Found(
        url=url,
        title=page.title()[:240] or host,
        summary=page.said("og:description", "description", "twitter:description")[:300],
        source=page.said("og:site_name")[:120] or host,
        language=page.language(),
        picture=picture,
        picture_url=picture_url[:1000],
        picture_words=page.said("og:image:alt", "twitter:image:alt")[:255],
        remarks=remarks,
    )


class _Page:
    """The head of a web page."""

    def __init__(self, content: bytes, url: str) -> None:
        self.soup, self.url = BeautifulSoup(content, "html.parser"), url

    def title(self) -> str:
        title = self.soup.title
        return self.said("og:title", "twitter:title") or (_one_line(title.get_text()) if title else "")

    def said(self, *names: str) -> str:
        """Return what the first of these meta elements that is there says."""
        for name in names:
            for attribute in ("property", "name"):
                found = self.soup.find("meta", attrs={attribute: name})
                if found is not None and (words := _one_line(str(found.get("content") or ""))):
                    return words
        return ""

    def picture_url(self) -> str:
        """Return the full address of the page's picture; none that is no web address."""
        found = self.said("og:image:secure_url", "og:image", "twitter:image")
        url = urljoin(self.url, found) if found else ""
        return url if url.startswith(("http://", "https://")) else ""

    def language(self) -> str:
        """Return the page's language where it is one of ours."""
        root = self.soup.find("html")
        code = str(root.get("lang") or "")[:2].lower() if root is not None else ""
        return code if code in dict(settings.LANGUAGES) else ""


def _picture(url: str) -> tuple[bytes, tuple[str, ...]]:
    try:
        content = fetching.fetch(url, max_bytes=_MOST_PICTURE_BYTES, timeout=_PICTURE_TIMEOUT).content
        pictures.redrawn(content)
    except fetching.FetchError:
        return b"", (_("Its picture could not be fetched."),)
    except pictures.PictureRefused as error:
        return b"", (_("Its picture was not taken over: %(why)s") % {"why": error},)
    return content, ()


def _one_line(text: str) -> str:
    return " ".join(text.split())
