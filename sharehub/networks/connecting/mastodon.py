"""Mastodon's API (docs.joinmastodon.org): we are registered at each server anew, and each person says yes on their own."""

import time
from collections.abc import Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sharehub.networks.connecting.api import (
    Account,
    Allowance,
    ApiError,
    Asks,
    Client,
    Counts,
    Draft,
    Image,
    Marks,
    Posted,
    Reason,
    Session,
    Tokens,
    ask,
    authorization,
    bearer,
    erase,
    identity,
    read,
)
from sharehub.networks.module import is_host
from themes import fetching

_MARKS = Marks({"invalid_client": Reason.REFUSED, "invalid_grant": Reason.REFUSED})
_LATEST = "40"
_LOOKS, _PAUSE_SECONDS = 5, 1.0


class Mastodon:
    """Any server that speaks Mastodon's API."""

    asks = Asks.SERVER
    is_offered = takes_pictures = is_counted = tells_anybody = True
    # 300 calls in five minutes for an address (docs.joinmastodon.org, rate limits); half of them are for posting.
    at_once, a_second, saved_up = 1, 0.5, 60
    # Thirty pictures in half an hour for an account; nothing is counted for accounts together (as above, and its rack_attack.rb).
    posts_of_account = Allowance(15 / 1800, 15)
    posts_of_server: Allowance | None = None
    scopes = "read:accounts read:statuses write:statuses write:media"
    permissions: Sequence[str | Promise] = (
        _("post in your name, each time you ask for it"),
        _("see your own posts and how often people reacted to them"),
        _("delete a post that was made from here"),
    )

    def server(self, typed: str) -> str:
        """Return the address of a server; a handle or an address of somebody there will do."""
        if fetching.allows_more() and typed.startswith("http://"):
            return typed.strip().rstrip("/")
        host = typed.strip().lower().removeprefix("https://").removeprefix("http://").split("/")[0].rpartition("@")[2]
        if not is_host(host):
            raise ValueError("no name of a server")
        return f"https://{host}"

    def register(self, server: str, *, name: str, website: str, redirect_uri: str) -> Client:
        """Each server knows us by an id and a secret of its own."""
        form = {"client_name": name, "redirect_uris": redirect_uri, "scopes": self.scopes, "website": website}
        answer = ask("POST", f"{server}/api/v1/apps", form=form)
        return read(answer, lambda found: Client(str(found["client_id"]), str(found["client_secret"])))

    def page(self, server: str, client: Client, *, state: str, challenge: str, redirect_uri: str) -> str:
        """Servers before 4.3 pay no heed to the challenge; the secret protects the code there."""
        return authorization(
            f"{server}/oauth/authorize",
            client,
            scopes=self.scopes,
            state=state,
            redirect_uri=redirect_uri,
            challenge=challenge,
        )

    def exchange(
        self, server: str, client: Client, *, code: str, verifier: str, redirect_uri: str
    ) -> tuple[Account, Tokens]:
        """Tokens of Mastodon do not end until they are revoked."""
        form = {
            "grant_type": "authorization_code",
            **identity(client),
            "redirect_uri": redirect_uri,
            "code": code,
            "code_verifier": verifier,
        }
        answer = ask("POST", f"{server}/oauth/token", form=form, marks=_MARKS)
        tokens = read(answer, lambda found: Tokens(str(found["access_token"])))
        me = ask("GET", f"{server}/api/v1/accounts/verify_credentials", headers=bearer(tokens))
        return read(me, lambda found: _account(found, server)), tokens

    def means_everybody(self, problem: ApiError) -> bool:
        """Whoever shows a token is counted by it and by their account (its rack_attack.rb)."""
        return False

    def publish(self, session: Session, draft: Draft) -> Posted:
        """The server makes the card of a link itself; it keeps an Idempotency-Key for an hour."""
        status: dict[str, object] = {"status": draft.text, "visibility": "public", "language": draft.language}
        if draft.image and draft.shows_image:
            status["media_ids"] = [self._upload(session, draft.image)]
        headers = {**bearer(session.tokens), "Idempotency-Key": draft.key}
        return read(ask("POST", f"{session.server}/api/v1/statuses", headers=headers, json=status), _posted)

    def find(self, session: Session, draft: Draft) -> Posted | None:
        """Among the latest posts of the account, by the tracked link that no other post has."""
        answer = ask(
            "GET",
            f"{session.server}/api/v1/accounts/{session.account}/statuses",
            headers=bearer(session.tokens),
            query={"limit": _LATEST, "exclude_reblogs": "true"},
        )
        try:
            rows = answer.rows()
            return next((_posted(row) for row in rows if draft.url in str(row["content"])), None)
        except (ValueError, KeyError) as error:
            raise ApiError(Reason.AWAY, "the answer makes no sense") from error

    def delete(self, session: Session, post_id: str) -> None:
        """One that is gone already is as good."""
        erase(f"{session.server}/api/v1/statuses/{post_id}", bearer(session.tokens))

    def counts(self, server: str, session: Session | None, post_ids: Sequence[str]) -> dict[str, Counts]:
        """Public posts are shown to anybody on most servers, so a connection is of use but not needed."""
        headers = bearer(session.tokens) if session else {}
        found = {}
        for post_id in post_ids:
            try:
                answer = ask("GET", f"{server}/api/v1/statuses/{post_id}", headers=headers)
            except ApiError as problem:
                if problem.reason is Reason.GONE:
                    continue
                raise
            found[post_id] = read(answer, _counts)
        return found

    def refresh(self, session: Session) -> Tokens:
        """There is nothing to renew: whoever is logged out has taken the permission back."""
        raise ApiError(Reason.LOGGED_OUT, "tokens of Mastodon are not renewed")

    def revoke(self, session: Session) -> None:
        """RFC 7009."""
        form = {**identity(session.client), "token": session.tokens.access}
        ask("POST", f"{session.server}/oauth/revoke", form=form)

    def _upload(self, session: Session, image: Image) -> str:
        """Large pictures are worked on after the answer (202, then 206 until it is done)."""
        headers = bearer(session.tokens)
        answer = ask(
            "POST",
            f"{session.server}/api/v2/media",
            headers=headers,
            form={"description": image.description},
            file=("picture.jpg", image.content, image.kind),
            timeout=20.0,
        )
        media = read(answer, lambda found: str(found["id"]))
        for _look in range(_LOOKS):
            if answer.status == 200:
                return media
            time.sleep(_PAUSE_SECONDS)
            answer = ask("GET", f"{session.server}/api/v1/media/{media}", headers=headers)
        raise ApiError(Reason.AWAY, "the picture is still being worked on")


def _posted(found: dict[str, Any]) -> Posted:
    return Posted(str(found["id"]), str(found.get("url") or found["uri"]))


def _counts(found: dict[str, Any]) -> Counts:
    return Counts(int(found["favourites_count"]), int(found["replies_count"]), int(found["reblogs_count"]))


def _account(found: dict[str, Any], server: str) -> Account:
    host = server.partition("://")[2]
    return Account(str(found["id"]), f"@{found['username']}@{host}", server, int(found.get("followers_count", 0)))
