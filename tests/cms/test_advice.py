"""Advice while one writes: what it says, why, that it can be switched off, and what stops a post."""

import pytest

from cms import advice, readability
from cms.actions.advice import choose_advice
from cms.advice import switched_off
from cms.models import AdvicePreferences, BlogPost
from themes.models import Organisation, ThemeTerm

WORDS = "We laid the pipe under the street last night and nobody woke up. " * 4
HARD = (
    "Notwithstanding organisational interdependencies, infrastructural decarbonisation necessitates multidisciplinary "
    "collaboration throughout municipalities, housing corporations and intermediaries whose responsibilities overlap "
    "considerably and unavoidably. Institutional fragmentation complicates proportional representation, and participatory deliberation necessitates patience."
)


def _share(text, language="en", network="linkedin", visible=210, theme=None):
    found = advice.of_share(text, language=language, network=network, visible=visible, theme=theme)
    return {one.kind.value: (one.done, one.text) for one in found}


@pytest.mark.parametrize(
    ("text", "kind", "done"),
    [
        ("We are proud to announce a pipe", "opening", False),
        ("Met trots presenteren wij een buis", "opening", False),
        ("Last night I stood in a trench", "opening", True),
        ("a" * 211, "visible", False),
        ("a" * 210, "visible", True),
        ("Does it hum?", "question", True),
        ("It hums.", "question", False),
        ("#a #b #c #d", "hashtags", False),
        ("#warmtenetwerken", "hashtags", False),
        ("#WarmteNetwerken", "hashtags", True),
        ("😀😀😀😀", "emoji", False),
        ("See https://example.org/a", "link", False),
        (WORDS, "reading", True),
        (HARD, "reading", False),
    ],
)
def test_each_thing_is_praised_or_advised(db, text, kind, done):
    assert _share(text)[kind][0] is done


@pytest.mark.parametrize("kind", ["hashtags", "emoji", "link", "reading", "theme", "policy"])
def test_a_plain_text_gets_no_needless_advice(db, kind):
    assert kind not in _share("I stood in a trench.")


def test_every_advice_says_why(db, theme):
    ThemeTerm.objects.create(theme=theme, kind="keyword", language="en", text="heat network")
    text = f"We are proud to tell. {HARD} 😀😀😀😀 #aaaaaaaaaaaaaa https://example.org"
    found = advice.of_share(text, language="en", network="x", visible=20, theme=theme)
    assert len(found) == 8
    assert [one.kind for one in found if not one.why] == []


def test_a_theme_is_recognised_by_its_words_in_any_form_and_by_those_it_avoids(db, theme):
    theme.donts = "Geen woorden als 'ontzorgen' of foto's zonder helm."
    theme.save()
    ThemeTerm.objects.create(theme=theme, kind="keyword", language="nl", text="warmtenet")
    assert _share("Zo werkt het.", "nl", theme=theme)["theme"][0] is False
    assert _share("Onze warmtenetten werken.", "nl", theme=theme)["theme"] == (True, "Speaks of Heat networks")
    avoided = _share("Het warmtenet gaat je ontzorgen.", "nl", theme=theme)["theme"]
    assert avoided == (False, "Heat networks is told without “ontzorgen”")


@pytest.mark.parametrize(
    ("word", "language", "number"),
    [
        ("warmtenet", "nl", 3),
        ("geïnd", "nl", 2),
        ("de", "nl", 1),
        ("reeën", "nl", 2),
        ("house", "en", 1),
        ("table", "en", 2),
    ],
)
def test_syllables_are_counted(word, language, number):
    assert readability.syllables(word, language) == number


def test_reading_ease_can_be_recomputed_by_hand():
    text = "De kat zit op de mat. " * 5  # 30 words, 5 sentences, 30 syllables
    found = readability.ease(text, "nl")
    assert (found.score, found.longest_words) == (100, 6)  # 206.84 - 0.93 x 6 - 77 x 1 = 124, at most 100
    assert readability.ease("Too short to say.", "en") is None


def test_what_the_policy_stops_is_found_as_whole_words(db):
    organisation = Organisation.load()
    organisation.stop_words = "takeover: Ask the board's office first.\n\nsecret street"
    organisation.save()
    found = advice.of_share("The Takeover of a secret street", language="en", network="x", visible=280, theme=None)
    assert [(one.text, one.why) for one in found if one.stops] == [
        ("“takeover” cannot go out", "Ask the board's office first."),
        ("“secret street” cannot go out", "The policy says so."),
    ]
    assert "policy" not in _share("Takeovers happen.")


def test_stopped_words_keep_a_post_from_being_handed_in_but_not_from_being_saved(as_ann):
    organisation = Organisation.load()
    organisation.stop_words = "takeover: Ask first."
    organisation.save()
    fields = {"title": "A takeover", "body": "<p>Soon.</p>", "language": "en"}
    answer = as_ann.post("/app/posts/new/", fields | {"then": "submission"})
    assert "“takeover” cannot go out. Ask first." in answer.text
    assert not BlogPost.objects.exists()
    as_ann.post("/app/posts/new/", fields | {"then": "save"})
    assert BlogPost.objects.get().state == "draft"


def test_advice_is_switched_off_by_the_person_and_comes_back(as_ann, ann, bob):
    as_ann.post("/app/advice/question/silence/")
    assert (switched_off(ann.user), switched_off(bob.user)) == (["question"], [])
    as_ann.post("/app/advice/question/silence/?_undo=1")
    assert switched_off(ann.user) == []
    assert as_ann.post("/app/advice/nonsense/silence/").status_code == 404
    kinds = [kind for kind in AdvicePreferences.Kind.values if kind not in ("emoji", "policy", "disclosure")]
    as_ann.post("/app/advice/", {"wanted": kinds})
    assert switched_off(ann.user) == ["emoji"]
    assert 'value="emoji" checked' not in as_ann.get("/app/advice/").text


def test_what_stops_a_post_cannot_be_switched_off(as_ann, ann):
    assert as_ann.post("/app/advice/policy/silence/").status_code == 404
    choose_advice(user=ann.user, off={"policy", "disclosure", "emoji"})
    assert switched_off(ann.user) == ["emoji"]
    stop = advice.Advice(advice.Kind.POLICY, False, "No")
    assert advice.without([stop], ["policy"]) == [stop]


def test_a_story_gets_advice_while_it_is_written_and_nothing_is_kept(
    as_ann, as_hanna, theme, django_assert_max_num_queries
):
    ThemeTerm.objects.create(theme=theme, kind="keyword", language="en", text="heat network")
    body = '<p>We are proud to tell this.</p><p><img src="/x.webp" alt="" data-file="7"></p>'
    words = {"title": "A", "body": body, "language": "en", "themes": [theme.pk], "alt-7": ""}
    with django_assert_max_num_queries(14):
        answer = as_ann.post("/app/posts/advice/", words, headers={"hx-request": "true"})
    for told in ("Begin with what happened", "6 words: is there more", "Say what each picture shows", "heat network"):
        assert told in answer.text
    assert "Pictures described" in as_ann.post("/app/posts/advice/", words | {"alt-7": "A cup"}).text
    assert not BlogPost.objects.exists()
    assert as_ann.post("/app/posts/advice/", {"themes": ["x"], "body": "<p>x</p>"}).status_code == 200
    assert as_hanna.post("/app/posts/advice/", words).status_code == 403


def test_an_editor_gets_advice_on_suggested_texts(as_ed, as_hanna, theme):
    fields = {"text": "We are proud to tell #a #b #c #d", "network": "linkedin", "language": "en", "themes": [theme.pk]}
    found = as_ed.post("/cms/advice/", fields).json()["advice"]
    assert [row["text"] for row in found if not row["done"]] == [
        "Begin with what happened, not with being proud",
        "Ask a question at the end?",
        "4 hashtags: 3 is plenty",
    ]
    # Each says why, and is switched off where it stands, but for what stops a post.
    assert all(row["why"] for row in found)
    organisation = Organisation.load()
    organisation.stop_words = "proud"
    organisation.save()
    question = next(row for row in found if row["kind"] == "question")
    as_ed.post(question["silence"], headers={"hx-request": "true"})
    rows = {row["kind"]: row["silence"] for row in as_ed.post("/cms/advice/", fields).json()["advice"]}
    assert (rows["policy"], rows["opening"], "question" in rows) == ("", "/app/advice/opening/silence/", False)


def test_advice_on_a_story_asks_three_questions_of_the_database(db, theme, django_assert_max_num_queries):
    ThemeTerm.objects.create(theme=theme, kind="keyword", language="en", text="heat network")
    with django_assert_max_num_queries(3):
        found = advice.of_story("A", "B", f"<p>{WORDS}</p>" * 20, language="en", themes=[theme])
    assert len(found) == 4
    assert all(one.why for one in advice.of_story("A", "B", f"<p>{WORDS}</p>" * 5, language="en", themes=[]))
