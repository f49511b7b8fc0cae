from ambassadors import privacy
from sharehub import actions
from tests import factories


def test_the_export_holds_shares_points_badges_and_thanks(ann, bob):
    share = factories.ShareFactory(ambassador=ann, text="Mine", state="opened", confirmed_at=None)
    actions.confirm_share(share=share)
    actions.give_kudos(giver=ann.user, receiver=bob, text="To Bob")
    actions.give_kudos(giver=bob.user, receiver=ann, text="To Ann")
    actions.put_aside(ambassador=ann, piece=share.piece, kind="later")
    data = privacy.personal_data(ann)
    assert [row["text"] for row in data["shares"]] == ["Mine"]
    assert [row["points"] for row in data["points"]] == [10, 2]
    assert [(row["from"], row["text"]) for row in data["kudos_received"]] == [("Bob Jansen", "To Ann")]
    assert [(row["to"], row["text"]) for row in data["kudos_given"]] == [("Bob Jansen", "To Bob")]
    assert len(data["put_aside"]) == 1


def test_leaving_closes_what_was_open(ann):
    share = factories.ShareFactory(ambassador=ann, state="opened", confirmed_at=None)
    privacy.run_leaving_hooks(ann)
    share.refresh_from_db()
    assert share.state == "withdrawn"
