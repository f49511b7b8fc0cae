"""Step 6: the policy in versions."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from ambassadors.actions.support import PolicyPublished, acknowledge, publish_policy
from ambassadors.models import Policy, PolicyAcknowledgement


def _url(name, programme, *args):
    return reverse(f"ambassadors:{name}", args=[programme.slug, *args])


def _write(client, programme, **fields):
    return client.post(_url("policy_form", programme), {"title": "Together", "body": "Be kind.", **fields})


def test_a_draft_is_written_changed_and_published(as_mia, programme):
    _write(as_mia, programme)
    _write(as_mia, programme, body="Be kind and honest.")
    draft = Policy.objects.get()
    assert (draft.version, draft.body, draft.is_published) == (1, "<p>Be kind and honest.</p>", False)
    as_mia.post(_url("policy_publication", programme, draft.pk))
    assert Policy.objects.current(programme.pk) == draft
    actions = list(ModelLogEntry.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["ambassadors.write_policy", "ambassadors.write_policy", "ambassadors.publish_policy"]


def test_a_published_version_never_changes(as_mia, mia, programme):
    _write(as_mia, programme)
    first = Policy.objects.get()
    as_mia.post(_url("policy_publication", programme, first.pk))
    first.refresh_from_db()
    published_at = first.published_at
    assert "Be kind." in as_mia.get(_url("policy_form", programme)).content.decode()
    _write(as_mia, programme, body="Something else.")
    html = as_mia.post(_url("policy_publication", programme, first.pk), follow=True).content.decode()
    assert "Nothing changed" in html
    with pytest.raises(PolicyPublished):
        publish_policy(policy=first, by=mia)
    first.refresh_from_db()
    assert (first.body, first.published_at) == ("<p>Be kind.</p>", published_at)
    second = Policy.objects.get(version=2)
    assert (second.body, second.is_published) == ("<p>Something else.</p>", False)


def test_the_manager_sees_who_still_has_to_read_it(as_mia, ann, bob, programme):
    _write(as_mia, programme)
    policy = Policy.objects.get()
    with pytest.raises(ValueError, match="draft"):
        acknowledge(ambassador=ann, policy=policy)
    as_mia.post(_url("policy_publication", programme, policy.pk))
    policy.refresh_from_db()
    for _again in range(2):
        acknowledge(ambassador=ann, policy=policy)
    assert PolicyAcknowledgement.objects.count() == 1
    html = as_mia.get(_url("support_policy", programme)).content.decode()
    assert "1 of 2 people have not agreed" in html
    assert "Bob Jansen" in html
    assert "Ann Jansen" not in html


@pytest.mark.parametrize("who", ["as_ann", "as_ed", "as_hanna"])
def test_nobody_but_a_manager_writes_or_publishes(request, who, programme):
    client = request.getfixturevalue(who)
    draft = Policy.objects.create(programme=programme, version=1, title="T", body="B")
    assert client.get(_url("support", programme)).status_code == 403
    assert _write(client, programme).status_code == 403
    assert client.post(_url("policy_publication", programme, draft.pk)).status_code == 403
    draft.refresh_from_db()
    assert (draft.title, draft.is_published) == ("T", False)


def test_headings_lists_and_emphasis_are_kept_and_nothing_else(as_mia, as_ann, programme):
    body = '<h2>In short</h2><ul><li>Be <strong>kind</strong></li></ul><script>bad()</script><p onclick="bad()">Yes</p>'
    _write(as_mia, programme, body=body)
    policy = Policy.objects.get()
    wanted = "<h2>In short</h2><ul><li>Be <strong>kind</strong></li></ul><p>Yes</p>"
    assert policy.body == wanted
    Policy.objects.update(body=body)  # as if somebody had got round the form
    as_mia.post(_url("policy_publication", programme, policy.pk))
    for client, url in ((as_mia, _url("policy_detail", programme, policy.pk)), (as_ann, "/app/welcome/policy/")):
        page = client.get(url).content.decode()
        assert wanted in page
        assert "bad()" not in page


def test_plain_text_is_shown_in_paragraphs(as_mia, programme):
    policy = Policy.objects.create(programme=programme, version=1, title="Together", body="Be kind.\n\n1 < 2")
    page = as_mia.get(_url("policy_detail", programme, policy.pk)).content.decode()
    assert "<p>Be kind.</p>\n\n<p>1 &lt; 2</p>" in page


def test_each_reads_the_policy_in_their_own_language(as_mia, as_ann, ann, programme):
    _write(as_mia, programme, title_nl="Samen", body_nl="Wees aardig.")
    policy = Policy.objects.get()
    assert (policy.language, policy.translations) == ("en", {"nl": {"title": "Samen", "body": "<p>Wees aardig.</p>"}})
    as_mia.post(_url("policy_publication", programme, policy.pk))
    for language, shown, hidden in (("en", "Be kind.", "Wees aardig."), ("nl", "Wees aardig.", "Be kind.")):
        ann.user.language = language
        ann.user.save()
        page = as_ann.get("/app/welcome/policy/").content.decode()
        assert shown in page
        assert hidden not in page
    assert "Wees aardig." in as_mia.get(_url("policy_form", programme)).content.decode()
    assert _write(as_mia, programme, title_nl="Samen").status_code == 422
    assert Policy.objects.count() == 1


def test_the_same_text_is_published_again_only_when_the_manager_says_so(as_mia, ann, bob, programme):
    _write(as_mia, programme)
    first = Policy.objects.get()
    as_mia.post(_url("policy_publication", programme, first.pk))
    _write(as_mia, programme)
    second = Policy.objects.get(version=2)
    assert (
        "Ask 2 people to agree to the same text again"
        in as_mia.get(_url("policy_detail", programme, second.pk)).content.decode()
    )
    publication = _url("policy_publication", programme, second.pk)
    assert "reads as the version before" in as_mia.post(publication, follow=True).content.decode()
    assert Policy.objects.current(programme.pk) == first
    as_mia.post(publication, {"again": "on"})
    assert Policy.objects.current(programme.pk) == second
