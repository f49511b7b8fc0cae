"""LinkedIn's API (learn.microsoft.com/linkedin): OpenID Connect and w_member_social, the versioned Posts API.

It lets nobody read a member's posts back, so an attempt without an answer is never repeated. Tokens last sixty days; only approved
partners get one to renew with.
"""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sharehub.networks.connecting.api import (
    Account,
    Allowance,
    ApiError,
    Client,
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
    identity,
    read,
)

_API = "https://api.linkedin.com"
_OAUTH = "https://www.linkedin.com/oauth/v2"
_MARKS = Marks({"invalid_client": Reason.REFUSED, "invalid_grant": Reason.LOGGED_OUT})
_RESERVED = re.compile(r"[\\|{}@\[\]()<>*_~]|#(?!\w)")
_LINK = re.compile(r"(https?://\S+)")


class LinkedIn(RegisteredByHand):
    """A member of LinkedIn."""

    api, setting = _API, "LINKEDIN"
    scopes = "openid profile w_member_social"
    takes_pictures = True
    # 150 posts a day for a member; what it allows an application is told to its owner alone (learn.microsoft.com, rate limits).
    posts_of_account = Allowance(100 / 86400, 50)
    posts_of_server: Allowance | None = None
    permissions: Sequence[str | Promise] = (
        _("post in your name, each time you ask for it"),
        _("see your name"),
        _("delete a post that was made from here"),
    )

    def page(self, server: str, client: Client, *, state: str, challenge: str, redirect_uri: str) -> str:
        """LinkedIn takes a challenge from native apps only; the secret protects the code."""
        return authorization(
            f"{_OAUTH}/authorization", client, scopes=self.scopes, state=state, redirect_uri=redirect_uri
        )

    def exchange(
        self, server: str, client: Client, *, code: str, verifier: str, redirect_uri: str
    ) -> tuple[Account, Tokens]:
        """Who it is stands in the user info of OpenID Connect."""
        tokens = _token(client, grant_type="authorization_code", code=code, redirect_uri=redirect_uri)
        me = ask("GET", f"{_API}/v2/userinfo", headers=bearer(tokens))
        return read(me, lambda found: Account(str(found["sub"]), str(found["name"]), _API)), tokens

    def means_everybody(self, problem: ApiError) -> bool:
        """It says whose limit for the day was reached: "Resource level throttle APPLICATION DAY limit", or MEMBER."""
        return "application" in problem.detail.lower()

    def publish(self, session: Session, draft: Draft) -> Posted:
        """The card is ours to give: LinkedIn makes none of a link in the text of such a post."""
        image = self._upload(session, draft.image) if draft.image else None
        if draft.image and image and draft.shows_image:
            content: dict[str, object] = {"media": {"id": image, "altText": draft.image.description}}
        else:
            card = {"source": draft.url, "title": draft.title, "description": draft.summary}
            content = {"article": {**card, "thumbnail": image} if image else card}
        body = {
            "author": f"urn:li:person:{session.account}",
            "commentary": little_text(draft.text),
            "visibility": "PUBLIC",
            "distribution": {
                "feedDistribution": "MAIN_FEED",
                "targetEntities": [],
                "thirdPartyDistributionChannels": [],
            },
            "content": content,
            "lifecycleState": "PUBLISHED",
            "isReshareDisabledByAuthor": False,
        }
        answer = ask("POST", f"{_API}/rest/posts", headers=_headers(session), json=body)
        urn = answer.headers.get("x-restli-id", "")
        if not urn:
            raise ApiError(Reason.UNSURE, "the answer makes no sense")
        return Posted(urn, f"https://www.linkedin.com/feed/update/{urn}/")

    def find(self, session: Session, draft: Draft) -> Posted | None:
        """Reading posts of members needs a permission (r_member_social) that LinkedIn gives to nobody."""
        raise ApiError(Reason.UNSURE, "LinkedIn does not let us look")

    def delete(self, session: Session, post_id: str) -> None:
        """One that is gone already is as good."""
        erase(f"{_API}/rest/posts/{quote(post_id, safe='')}", _headers(session))

    def refresh(self, session: Session) -> Tokens:
        """Without a token to renew with, the person logs in anew."""
        if not session.tokens.refresh:
            raise ApiError(Reason.LOGGED_OUT, "it lasts sixty days")
        return _token(session.client, grant_type="refresh_token", refresh_token=session.tokens.refresh)

    def revoke(self, session: Session) -> None:
        """RFC 7009."""
        form = {**identity(session.client), "token": session.tokens.access}
        ask("POST", f"{_OAUTH}/revoke", form=form)

    def _upload(self, session: Session, image: Image) -> str:
        body = {"initializeUploadRequest": {"owner": f"urn:li:person:{session.account}"}}
        answer = ask("POST", f"{_API}/rest/images?action=initializeUpload", headers=_headers(session), json=body)
        urn, target = read(answer, lambda found: (str(found["value"]["image"]), str(found["value"]["uploadUrl"])))
        if not (urlsplit(target).hostname or "").endswith(".linkedin.com"):
            raise ApiError(Reason.AWAY, "it names another host for the picture")
        ask("PUT", target, headers=bearer(session.tokens), content=image.content, timeout=20.0)
        return urn


def little_text(text: str) -> str:
    """Return a text as LinkedIn reads it: an unescaped parenthesis would silently cut it off; hashtags and links stay as they are."""
    parts = _LINK.split(text)
    return "".join(
        part.replace("(", "%28").replace(")", "%29") if place % 2 else _RESERVED.sub(r"\\\g<0>", part)
        for place, part in enumerate(parts)
    )


def _headers(session: Session) -> dict[str, str]:
    return {
        **bearer(session.tokens),
        "LinkedIn-Version": settings.LINKEDIN_VERSION,
        "X-Restli-Protocol-Version": "2.0.0",
    }


def _token(client: Client, **form: str) -> Tokens:
    answer = ask("POST", f"{_OAUTH}/accessToken", form={**form, **identity(client)}, marks=_MARKS)
    return read(answer, _tokens)


def _tokens(found: dict[str, Any]) -> Tokens:
    now = timezone.now()
    access, ends = str(found["access_token"]), now + timedelta(seconds=int(found["expires_in"]))
    if not (refresh := str(found.get("refresh_token", ""))):
        return Tokens(access, until=ends)
    return Tokens(
        access, refresh, ends, now + timedelta(seconds=int(found.get("refresh_token_expires_in", 31_536_000)))
    )
