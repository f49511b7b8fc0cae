"""Bluesky's API (docs.bsky.app, atproto.com): opened by a yes on one's own server, or by an app password; renewed as long as it is used."""

import base64
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sharehub.networks.connecting import bluesky_oauth, dpop, identity
from sharehub.networks.connecting.api import (
    Account,
    Allowance,
    ApiError,
    Asks,
    Bond,
    Counts,
    Draft,
    Image,
    Marks,
    NoServerError,
    Posted,
    Pushed,
    Reason,
    Session,
    Tokens,
    ask,
    read,
)
from sharehub.networks.counting import Counting, measure
from sharehub.networks.module import is_host
from themes import fetching
from themes.calling import Answer

ENTRANCE = "https://bsky.social"
VIEW = "https://public.api.bsky.app"
_COLLECTION = "app.bsky.feed.post"
_WINDOW_OF_ADDRESS = timedelta(minutes=5)
_APP_PASSWORD = re.compile(r"[a-z0-9]{4}(-[a-z0-9]{4}){3}")
_MOST_IMAGE_BYTES = 950_000  # the lexicon allows a million
_MARKS = Marks(
    {
        "ExpiredToken": Reason.LOGGED_OUT,
        "InvalidToken": Reason.LOGGED_OUT,
        "AuthMissing": Reason.LOGGED_OUT,
        "AccountTakedown": Reason.FORBIDDEN,
        "AccountDeactivated": Reason.FORBIDDEN,
        "RecordNotFound": Reason.GONE,
        "RateLimitExceeded": Reason.BUSY,
        "invalid_dpop_proof": Reason.AWAY,
        "use_dpop_nonce": Reason.AWAY,
    }
)
_LONGEST_TAG = 64  # graphemes (lexicon app.bsky.richtext.facet)
_LINK = re.compile(r"https?://[^\s<>\"]+")
_TAG = re.compile(r"(?<![\w#/&])#(?=\w*[^\W\d_])(\w+)")
_MENTION = re.compile(r"(?<![\w@/.])@([\w-]+(?:\.[\w-]+)+)")


class Bluesky:
    """An account on any server of the AT protocol."""

    scopes = bluesky_oauth.SCOPES
    is_offered = takes_pictures = is_counted = tells_anybody = True
    password_page = "https://bsky.app/settings/app-passwords"  # noqa: S105 (an address)
    # 25 posts in a call (app.bsky.feed.getPosts); 3,000 calls in five minutes for an address (docs.bsky.app, rate limits).
    at_once, a_second, saved_up = 25, 5.0, 100
    # 11,666 records a day and 1,666 an hour for an account; a post takes some four of those 3,000 calls of its server.
    posts_of_account = Allowance(0.1, 300)
    posts_of_server: Allowance | None = Allowance(2.0, 100)
    permissions: Sequence[str | Promise] = (
        _("post in your name, each time you ask for it"),
        _("see your own posts and how often people reacted to them"),
        _("delete a post that was made from here"),
    )

    @property
    def asks(self) -> Asks:
        """A name, where servers can be told who we are; otherwise an app password."""
        return Asks.NAME if bluesky_oauth.is_on() else Asks.PASSWORD

    def begin(self, name: str, *, state: str, challenge: str, redirect_uri: str) -> Pushed:
        """The server that the account lives on names who gives out its tokens; that one hears what is asked."""
        who = identity.find(name, view=VIEW)
        issuer = bluesky_oauth.issuer_of(who.server)
        bond = bluesky_oauth.new_bond(issuer)
        hint = who.handle or who.did
        page = bluesky_oauth.push(issuer, bond, hint=hint, state=state, challenge=challenge, redirect_uri=redirect_uri)
        return Pushed(page, json.dumps({"who": asdict(who), "bond": asdict(bond)}))

    def complete(
        self, kept: str, *, issuer: str, code: str, verifier: str, redirect_uri: str
    ) -> tuple[Account, Tokens]:
        """Only whose yes was asked for counts, and only of the server that gives out the tokens of that account."""
        begun = json.loads(kept)
        who, bond = identity.Identity(**begun["who"]), Bond(**begun["bond"])
        if issuer != bond.issuer:
            raise ApiError(Reason.REFUSED, "another server answered")
        tokens = bluesky_oauth.exchange(bond, account=who.did, code=code, verifier=verifier, redirect_uri=redirect_uri)
        return Account(who.did, f"@{who.handle}" if who.handle else who.did, who.server), tokens

    def log_in(self, *, server: str, name: str, password: str) -> tuple[Account, Tokens]:
        """The password of the account itself is not taken: it could do anything, and cannot be taken back alone."""
        if not _APP_PASSWORD.fullmatch(password.strip()):
            raise ValueError("no app password")
        body = {"identifier": name.strip().lstrip("@"), "password": password.strip()}
        answer = _ask("POST", _server(server), "com.atproto.server.createSession", json=body)
        return read(answer, lambda found: (_account(found, _server(server)), _tokens(found)))

    def means_everybody(self, problem: ApiError) -> bool:
        """What is counted for our address lasts five minutes; what is counted for an account, an hour or a day."""
        return problem.wait is not None and problem.wait <= _WINDOW_OF_ADDRESS

    def publish(self, session: Session, draft: Draft) -> Posted:
        """The key of the draft is that of the record, so no second record can stand beside it."""
        record: dict[str, object] = {
            "$type": _COLLECTION,
            "text": draft.text,
            "createdAt": draft.written_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "langs": [draft.language],
            "facets": self._facets(session, draft.text),
            "embed": self._embed(session, draft),
        }
        body = {"repo": session.account, "collection": _COLLECTION, "rkey": draft.key, "record": record}
        answer = _ask_as(session, "POST", "com.atproto.repo.createRecord", json=body)
        return read(answer, _posted)

    def find(self, session: Session, draft: Draft) -> Posted | None:
        """The record under the key of the draft."""
        query = {"repo": session.account, "collection": _COLLECTION, "rkey": draft.key}
        try:
            answer = _ask_as(session, "GET", "com.atproto.repo.getRecord", query=query)
        except ApiError as problem:
            if problem.reason is Reason.GONE:
                return None
            raise
        return read(answer, _posted)

    def delete(self, session: Session, post_id: str) -> None:
        """A record that is gone already is as good, says the server as well."""
        repo, collection, key = post_id.removeprefix("at://").split("/")
        body = {"repo": repo, "collection": collection, "rkey": key}
        _ask_as(session, "POST", "com.atproto.repo.deleteRecord", json=body)

    def counts(self, server: str, session: Session | None, post_ids: Sequence[str]) -> dict[str, Counts]:
        """The public view tells anybody, of posts on every server."""
        answer = _ask("GET", VIEW, "app.bsky.feed.getPosts", query={"uris": list(post_ids)})
        return read(answer, lambda found: {str(post["uri"]): _counts(post) for post in found["posts"]})

    def refresh(self, session: Session) -> Tokens:
        """Each renewal gives a new token to renew with."""
        if session.tokens.bond:
            return bluesky_oauth.refresh(session, session.tokens.bond)
        token = session.tokens.refresh
        return read(_ask("POST", session.server, "com.atproto.server.refreshSession", token=token), _tokens)

    def revoke(self, session: Session) -> None:
        """The permission ends; where it was an app password the session does, and the password itself only its owner can take back."""
        if session.tokens.bond:
            bluesky_oauth.revoke(session, session.tokens.bond)
        else:
            _ask("POST", session.server, "com.atproto.server.deleteSession", token=session.tokens.refresh)

    def _embed(self, session: Session, draft: Draft) -> dict[str, object]:
        """The picture itself, or a card: Bluesky makes none of a link, so it has to come with title, words and picture."""
        blob = self._upload(session, draft.image) if draft.image else None
        if draft.image and blob and draft.shows_image:
            ratio = {"width": draft.image.width, "height": draft.image.height}
            shown = {"image": blob, "alt": draft.image.description, "aspectRatio": ratio}
            return {"$type": "app.bsky.embed.images", "images": [shown]}
        card: dict[str, object] = {"uri": draft.url, "title": draft.title, "description": draft.summary}
        return {"$type": "app.bsky.embed.external", "external": {**card, "thumb": blob} if blob else card}

    def _upload(self, session: Session, image: Image) -> object:
        if len(image.content) > _MOST_IMAGE_BYTES:
            return None
        answer = _ask_as(
            session,
            "POST",
            "com.atproto.repo.uploadBlob",
            content=image.content,
            headers={"Content-Type": image.kind},
            timeout=20.0,
        )
        return read(answer, lambda found: found["blob"])

    def _facets(self, session: Session, text: str) -> list[dict[str, object]]:
        """Links, hashtags and names become what they look like; places are counted in bytes of UTF-8."""
        found = [*_links(text), *_tags(text), *self._mentions(session, text)]
        return [
            {"index": {"byteStart": _bytes(text, start), "byteEnd": _bytes(text, end)}, "features": [feature]}
            for start, end, feature in found
        ]

    def _mentions(self, session: Session, text: str) -> Iterator[tuple[int, int, dict[str, str]]]:
        for match in _MENTION.finditer(text):
            try:
                answer = _ask(
                    "GET", session.server, "com.atproto.identity.resolveHandle", query={"handle": match[1].lower()}
                )
                did = read(answer, lambda found: str(found["did"]))
            except ApiError:
                continue  # nobody is called so: the name stays text
            yield match.start(), match.end(), {"$type": "app.bsky.richtext.facet#mention", "did": did}


def _links(text: str) -> Iterator[tuple[int, int, dict[str, str]]]:
    for match in _LINK.finditer(text):
        address = match[0].rstrip(".,;:!?'")
        if address.endswith(")") and "(" not in address:
            address = address[:-1]
        yield match.start(), match.start() + len(address), {"$type": "app.bsky.richtext.facet#link", "uri": address}


def _tags(text: str) -> Iterator[tuple[int, int, dict[str, str]]]:
    for match in _TAG.finditer(text):
        if (
            measure(match[1], Counting.GRAPHEMES) <= _LONGEST_TAG
        ):  # a longer one is text, and no reason to refuse the post
            yield match.start(), match.end(), {"$type": "app.bsky.richtext.facet#tag", "tag": match[1]}


def _bytes(text: str, place: int) -> int:
    return len(text[:place].encode())


def _ask_as(session: Session, method: str, name: str, **how: Any) -> Answer:
    tokens = session.tokens
    if tokens.bond is None:
        return _ask(method, session.server, name, token=tokens.access, **how)
    url = f"{session.server}/xrpc/{name}"
    return dpop.ask(method, url, key=tokens.bond.key, token=tokens.access, marks=_MARKS, **how)


def _ask(
    method: str, server: str, name: str, *, token: str = "", headers: Mapping[str, str] | None = None, **how: Any
) -> Answer:
    with_token = {"Authorization": f"Bearer {token}"} if token else {}
    return ask(method, f"{server}/xrpc/{name}", headers={**with_token, **(headers or {})}, marks=_MARKS, **how)


def _server(typed: str) -> str:
    """Return the address of a server of one's own; without one, the entrance to Bluesky's own servers."""
    host = typed.strip().lower().removeprefix("https://").strip("/")
    if not host:
        return ENTRANCE
    if fetching.allows_more() and host.startswith("http://"):
        return host
    if not is_host(host):
        raise NoServerError("no name of a server")
    return f"https://{host}"


def _account(found: dict[str, Any], server: str) -> Account:
    """The account lives where its identity says, which for Bluesky's own entrance is another server."""
    return Account(str(found["did"]), f"@{found['handle']}", identity.server_of(found.get("didDoc") or {}) or server)


def _tokens(found: dict[str, Any]) -> Tokens:
    access, refresh = str(found["accessJwt"]), str(found["refreshJwt"])
    return Tokens(access, refresh, _ends(access), _ends(refresh))


def _ends(token: str) -> datetime | None:
    """Read until when a token holds, without trusting it: it only tells when to renew (RFC 7519, 4.1.4)."""
    try:
        part = token.split(".")[1]
        return datetime.fromtimestamp(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))["exp"], UTC)
    except (ValueError, KeyError, IndexError, TypeError):
        return None


def _counts(post: dict[str, Any]) -> Counts:
    reposts = int(post.get("repostCount", 0)) + int(post.get("quoteCount", 0))
    return Counts(int(post.get("likeCount", 0)), int(post.get("replyCount", 0)), reposts)


def _posted(found: dict[str, Any]) -> Posted:
    uri = str(found["uri"])
    repo, _collection, key = uri.removeprefix("at://").split("/")
    return Posted(uri, f"https://bsky.app/profile/{repo}/post/{key}")
