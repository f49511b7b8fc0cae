"""What tests of the hub share."""

import pytest

from sharehub.reach import agents


@pytest.fixture
def own_rules(tmp_path, monkeypatch):
    """Let our own list know more robots by name; who was judged before is so until judged again."""
    original = agents.OWN_LIST.read_text()
    read = (agents.rules, agents.rules_version, agents._automaton)

    def forget():
        for each in read:
            each.cache_clear()

    def write(*names):
        path = tmp_path / "agents.txt"
        lines = "".join(f"^{name.replace('(', '[(]').replace(')', '[)]')}  a new rule\n" for name in names)
        path.write_text(lines + original)
        monkeypatch.setattr(agents, "OWN_LIST", path)
        forget()

    yield write
    monkeypatch.undo()
    forget()
