"""Journeys of people who are in the demo, in a process of their own: nobody's language may change under another journey.

The manager among them is a second one, for the same reason.
"""

import pytest

from tests.browser.installation import Installation

SECOND_MANAGER = "wytske.bouma@noorderlicht.example"


@pytest.fixture(scope="session", autouse=True)
def second_manager(installation: Installation) -> None:
    """A colleague may do what the demo's manager may."""
    for statement in (
        """UPDATE ambassadors_user SET password = first.password FROM ambassadors_user first
           WHERE first.email = 'manager@demo.test' AND ambassadors_user.email = %s""",
        """INSERT INTO ambassadors_user_groups (user_id, group_id)
           SELECT second.id, held.group_id FROM ambassadors_user second, ambassadors_user first
           JOIN ambassadors_user_groups held ON held.user_id = first.id
           WHERE first.email = 'manager@demo.test' AND second.email = %s ON CONFLICT DO NOTHING""",
        """INSERT INTO ambassadors_programmemanager (programme_id, user_id, created_at)
           SELECT place.programme_id, second.id, now() FROM ambassadors_user second, ambassadors_user first
           JOIN ambassadors_programmemanager place ON place.user_id = first.id
           WHERE first.email = 'manager@demo.test' AND second.email = %s ON CONFLICT DO NOTHING""",
    ):
        installation.execute(statement, SECOND_MANAGER)
