"""X's API v2 (docs.x.com): OAuth 2 with PKCE; each renewal takes the token that it is done with, so it is done once at a time."""

import base64
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sharehub.networks.connecting.api import (
    Account,
    Allowance,
    ApiError,
    Client,
    Counts,
    Draft,
    Image,
    Marks,
    Posted,
    Reason,
    RegisteredByHand,
    Session,
    Tokens,
    ask,
    authorization,
    bearer,
    erase,
    read,
)

_API = "https://api.x.com"
_MARKS = Marks(
    {"invalid_client": Reason.REFUSED, "invalid_grant": Reason.LOGGED_OUT, "invalid_request": Reason.LOGGED_OUT}
)
_LATEST = "20"
_MOST_WORDS = 1000  # for a picture


class X(RegisteredByHand):
    """An account on X."""

    api, setting = _API, "X"
    scopes = "tweet.read tweet.write media.write users.read offline.access"
    takes_pictures = True
    # 100 posts in a quarter of an hour for an account, 10,000 in a day for an application (docs.x.com, rate limits).
    posts_of_account = Allowance(50 / 900, 50)
    posts_of_server: Allowance | None = Allowance(5000 / 86400, 5000)
    # Far fewer than X allows; a post is asked for six times in a month.
    at_once, a_second, saved_up, tells_anybody = 1, 0.5, 100, False
    permissions: Sequence[str | Promise] = (
        _("post in your name, each time you ask for it"),
        _("see your name and your own posts"),
        _("delete a post that was made from here"),
    )

    @property
    def is_counted(self) -> bool:
        """Each reading of a post costs money."""
        return self.is_offered and settings.X_COUNTS

    def page(self, server: str, client: Client, *, state: str, challenge: str, redirect_uri: str) -> str:
        """The page of X itself."""
        return authorization(
            "https://x.com/i/oauth2/authorize",
            client,
            scopes=self.scopes,
            state=state,
            redirect_uri=redirect_uri,
            challenge=challenge,
        )

    def exchange(
        self, server: str, client: Client, *, code: str, verifier: str, redirect_uri: str
    ) -> tuple[Account, Tokens]:
        """An access token holds for two hours."""
        tokens = _token(
            client, grant_type="authorization_code", code=code, redirect_uri=redirect_uri, code_verifier=verifier
        )
        me = ask("GET", f"{_API}/2/users/me", headers=bearer(tokens), query={"user.fields": "public_metrics"})
        return read(me, _account), tokens

    def means_everybody(self, problem: ApiError) -> bool:
        """The quarters of an hour are counted for each account, the days for the application as well."""
        return problem.answer is not None and problem.answer.headers.get("x-app-limit-24hour-remaining") == "0"

    def publish(self, session: Session, draft: Draft) -> Posted:
        """X makes the card of the link itself; a picture goes up first, and then the words that stand for it."""
        post: dict[str, object] = {"text": draft.text}
        if draft.image and draft.shows_image:
            post["media"] = {"media_ids": [self._upload(session, draft.image)]}
        answer = ask("POST", f"{_API}/2/tweets", headers=bearer(session.tokens), json=post)
        return read(answer, lambda found: _posted(found["data"]))

    def find(self, session: Session, draft: Draft) -> Posted | None:
        """Among the latest posts of the account, by the tracked link that no other post has."""
        query = {"max_results": _LATEST, "tweet.fields": "entities"}
        url = f"{_API}/2/users/{session.account}/tweets"
        answer = ask("GET", url, headers=bearer(session.tokens), query=query)
        return read(answer, lambda found: next(map(_posted, _with_link(found, draft.url)), None))

    def delete(self, session: Session, post_id: str) -> None:
        """One that is gone already is as good."""
        erase(f"{_API}/2/tweets/{post_id}", bearer(session.tokens))

    def counts(self, server: str, session: Session | None, post_ids: Sequence[str]) -> dict[str, Counts]:
        """Each post as its owner sees it; one that is gone is among the errors of a good answer."""
        query = {"ids": ",".join(post_ids), "tweet.fields": "public_metrics"}
        headers = bearer(session.tokens) if session else {}
        answer = ask("GET", f"{_API}/2/tweets", headers=headers, query=query)
        return read(answer, lambda found: {str(post["id"]): _counts(post) for post in found.get("data", [])})

    def refresh(self, session: Session) -> Tokens:
        """The token before ends with this call."""
        return _token(session.client, grant_type="refresh_token", refresh_token=session.tokens.refresh)

    def revoke(self, session: Session) -> None:
        """RFC 7009; with the token to renew with, the others end as well."""
        form = {"token": session.tokens.refresh or session.tokens.access}
        ask("POST", f"{_API}/2/oauth2/revoke", headers=_basic(session.client), form=form)

    def _upload(self, session: Session, image: Image) -> str:
        """X takes no words with the file, nor any once it stands in a post."""
        headers = bearer(session.tokens)
        answer = ask(
            "POST",
            f"{_API}/2/media/upload",
            headers=headers,
            form={"media_category": "tweet_image"},
            file=("picture.jpg", image.content, image.kind),
            file_field="media",
            timeout=20.0,
        )
        media = read(answer, lambda found: str(found["data"]["id"]))
        if image.description:
            words = {"alt_text": {"text": image.description[:_MOST_WORDS]}}
            ask("POST", f"{_API}/2/media/metadata", headers=headers, json={"id": media, "metadata": words})
        return media


def _basic(client: Client) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{client.id}:{client.secret}".encode()).decode()}


def _token(client: Client, **form: str) -> Tokens:
    answer = ask("POST", f"{_API}/2/oauth2/token", headers=_basic(client), form=form, marks=_MARKS)
    return read(answer, _tokens)


def _tokens(found: dict[str, Any]) -> Tokens:
    until = timezone.now() + timedelta(seconds=int(found["expires_in"]))
    return Tokens(str(found["access_token"]), str(found.get("refresh_token", "")), until)


def _account(found: dict[str, Any]) -> Account:
    me = found["data"]
    followers = me.get("public_metrics", {}).get("followers_count")
    return Account(str(me["id"]), f"@{me['username']}", _API, followers)


def _with_link(found: dict[str, Any], url: str) -> list[dict[str, Any]]:
    """Return the posts in which a link stands; X shortens each and keeps what it stood for."""
    return [
        post
        for post in found.get("data", [])
        if url in {one.get("expanded_url") for one in post.get("entities", {}).get("urls", [])}
    ]


def _counts(post: dict[str, Any]) -> Counts:
    told = post["public_metrics"]
    reposts = int(told["retweet_count"]) + int(told["quote_count"])
    return Counts(int(told["like_count"]), int(told["reply_count"]), reposts, told.get("impression_count"))


def _posted(post: dict[str, Any]) -> Posted:
    return Posted(str(post["id"]), f"https://x.com/i/status/{post['id']}")
