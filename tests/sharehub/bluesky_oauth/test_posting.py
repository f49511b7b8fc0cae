"""What was given out by a yes is used with a proof, renewed in time, and given back; what is refused leads back to the share page."""

import hashlib
import json
from base64 import urlsafe_b64encode
from datetime import timedelta

import httpx
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from joserfc.jwk import ECKey

from config import secrets
from sharehub import actions, connections, tasks
from sharehub.models import Connection, Share
from sharehub.networks.connecting import bluesky_oauth
from sharehub.networks.connecting.api import ApiError, Tokens
from tests import factories
from tests.sharehub.bluesky_oauth.server import (
    AWAY,
    DID,
    ENDED,
    GIVEN,
    HANDLE,
    ISSUER,
    PDS,
    answers,
    begin,
    connected,
    form,
    header_of,
    proof,
    sent,
)


@pytest.fixture
def connection(ann, settings):
    row = factories.connection(ann, "bluesky", server=PDS, account=DID, name=f"@{HANDLE}")
    ours = bluesky_oauth.new_bond(bluesky_oauth.Issuer(ISSUER, "", "", "", ""))
    now = timezone.now()
    row.keep(Tokens("hush", "renew", now + timedelta(hours=1), now + timedelta(days=90), ours))
    return row


@pytest.fixture
def share(ann, connection, web, theme):
    piece = factories.article(themes=[theme], title="Forty kitchens", summary="What we learned.")
    share = factories.ShareFactory(
        ambassador=ann, piece=piece, theme=theme, network="bluesky", text="A day", state="opened", confirmed_at=None
    )
    actions.publish(share_id=share.pk)
    return share


def posting(web, share):
    uri = f"at://{DID}/app.bsky.feed.post/{share.publication.key}"
    web.get(f"{PDS}/xrpc/com.atproto.repo.getRecord").respond(400, json={"error": "RecordNotFound"})
    return web.post(f"{PDS}/xrpc/com.atproto.repo.createRecord").respond(json={"uri": uri, "cid": "c"})


def test_a_post_leaves_with_the_token_and_a_proof_for_it(share, web):
    route = posting(web, share)
    tasks.publish_share(share.pk)
    assert Share.objects.get().state == "verified"
    request = route.calls[0].request
    assert request.headers["Authorization"] == "DPoP hush"
    said, key = proof(request)
    assert (said["htm"], said["htu"]) == ("POST", f"{PDS}/xrpc/com.atproto.repo.createRecord")
    assert said["ath"] == urlsafe_b64encode(hashlib.sha256(b"hush").digest()).rstrip(b"=").decode()
    assert key == ECKey.import_key(json.loads(Connection.objects.get().tokens.bond.key)).thumbprint()


def test_a_post_refused_for_the_value_signed_along_is_made_once(share, web):
    wanted = {"WWW-Authenticate": 'DPoP error="use_dpop_nonce"', "DPoP-Nonce": "third"}
    made = httpx.Response(200, json={"uri": f"at://{DID}/app.bsky.feed.post/{share.publication.key}"})
    route = posting(web, share)
    route.mock(side_effect=[httpx.Response(401, json={}, headers=wanted), made])
    tasks.publish_share(share.pk)
    assert Share.objects.get().state == "verified"
    assert proof(route.calls[1].request)[0]["nonce"] == "third"
    assert not sent(web, "/oauth/token")  # nothing was renewed for it


def test_a_token_that_ended_is_renewed_and_the_new_ones_kept(share, web):
    ended = httpx.Response(
        401, json={"error": "invalid_token"}, headers={"WWW-Authenticate": 'DPoP error="invalid_token"'}
    )
    made = httpx.Response(200, json={"uri": f"at://{DID}/app.bsky.feed.post/{share.publication.key}"})
    posting(web, share).mock(side_effect=[ended, made])
    before = Connection.objects.get().tokens
    web.post(f"{ISSUER}/oauth/token").respond(json={**GIVEN, "access_token": "new", "refresh_token": "next"})
    tasks.publish_share(share.pk)
    assert Share.objects.get().state == "verified"
    renewal = sent(web, "/oauth/token")[-1]
    assert (form(renewal)["grant_type"], form(renewal)["refresh_token"]) == ("refresh_token", "renew")
    after = Connection.objects.get().tokens
    assert (after.access, after.refresh, after.bond) == ("new", "next", before.bond)
    assert after.until > timezone.now() + timedelta(days=80)


def test_a_renewal_that_is_refused_leads_back_to_the_share_page(share, web, as_ann):
    route = posting(web, share)
    web.post(f"{ISSUER}/oauth/token").mock(return_value=ENDED)
    Connection.objects.update(access_until=timezone.now())
    tasks.publish_share(share.pk)
    share.refresh_from_db()
    assert (share.state, share.publication.why) == ("failed", "logged_out")
    assert Connection.objects.get().state == "lost"
    assert not route.called
    page = as_ann.get(reverse("sharehub:share_detail", args=[share.pk])).content.decode()
    assert "https://bsky.app/intent/compose" in page


def test_a_renewal_that_says_nothing_about_the_person_loses_nothing(connection, web):
    Connection.objects.update(access_until=timezone.now())
    connection.refresh_from_db()
    for answer in [
        *AWAY,
        httpx.Response(400, json={"error": "invalid_client_metadata"}),
        httpx.Response(401, json={"error": "invalid_client"}),
        httpx.Response(400, json={"error": "invalid_dpop_proof"}),
        httpx.Response(200, json={**GIVEN, "sub": "did:plc:" + "b" * 24}),
    ]:
        answers(web.post(f"{ISSUER}/oauth/token"), answer)
        with pytest.raises(ApiError):
            connections.use(connection, lambda session: pytest.fail("it was used"))
        found = Connection.objects.get()
        assert (found.state, found.sealed, found.claimed_at) == ("working", connection.sealed, None)


def test_who_may_not_post_there_any_more_reads_so(share, web):
    posting(web, share).respond(403, json={"error": "ScopeMissingError", "message": "Missing required scope"})
    tasks.publish_share(share.pk)
    share.refresh_from_db()
    assert (share.state, share.publication.why) == ("failed", "forbidden")
    assert Connection.objects.get().state == "working"


def test_disconnecting_takes_the_permission_back_with_our_signature(as_ann, connection, web):
    response = as_ann.post(reverse("sharehub:connection_end", args=[connection.pk]), follow=True)
    assert "is disconnected, and Bluesky knows it" in response.content.decode()
    (revoked,) = sent(web, "/oauth/revoke")
    assert form(revoked)["token"] == "renew"
    assert form(revoked)["client_assertion"]
    assert not Connection.objects.exists()


def test_disconnecting_forgets_the_tokens_also_while_the_server_is_away(as_ann, connection, web):
    route = web.post(f"{ISSUER}/oauth/revoke")
    answers(route, AWAY[2])
    response = as_ann.post(reverse("sharehub:connection_end", args=[connection.pk]), follow=True)
    assert "Bluesky did not confirm it" in response.content.decode()
    assert not Connection.objects.exists()


def test_connected_anew_the_earlier_session_ends_by_its_own_key(as_ann, connection, web):
    earlier = connection.tokens.bond
    web.post(f"{ISSUER}/oauth/token").respond(json={**GIVEN, "access_token": "new", "refresh_token": "next"})
    after = connected(as_ann)
    (ended,) = sent(web, "/oauth/revoke")
    assert form(ended)["token"] == "renew"
    assert proof(ended)[1] == ECKey.import_key(json.loads(earlier.key)).thumbprint()
    assert after.pk == connection.pk
    assert after.tokens.bond.key != earlier.key


def test_a_new_key_in_front_signs_new_connections_and_the_old_one_its_own(as_ann, connection, web, settings):
    old = connection.tokens.bond.client_key
    settings.BLUESKY_KEYS = [bluesky_oauth.new_key(), *settings.BLUESKY_KEYS]
    connections.connector_of(connection).refresh(connections.session_of(connection))
    assert header_of(form(sent(web, "/oauth/token")[-1])["client_assertion"])["kid"] == old
    begin(as_ann)
    assert header_of(form(sent(web, "/oauth/par")[-1])["client_assertion"])["kid"] != old


def test_before_it_ends_for_not_being_used_it_is_renewed_without_a_word(connection, web):
    Connection.objects.update(expires_at=timezone.now() + timedelta(days=20))
    assert connections.to_tend() == [connection.pk]
    tasks.tend_connection(connection.pk)
    assert Connection.objects.get().expires_at > timezone.now() + timedelta(days=80)
    assert connections.to_tend() == []


def test_a_key_is_made_by_a_command_and_a_bad_one_stops_the_start(capsys):
    call_command("make_bluesky_key")
    made = capsys.readouterr().out.strip()
    assert secrets.client_keys([made]) == [made]
    for bad in ("", "nonsense", made[:-8], urlsafe_b64encode(b"x" * 32).decode()):
        with pytest.raises(ImproperlyConfigured, match="make_bluesky_key"):
            secrets.client_keys([bad])
