"""Visits as PostgreSQL's COPY reads them in binary: one `pack` a row instead of nine conversions.

https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-BINARY-FORMAT
"""

import struct

from sharehub.edge.records import Click

HEAD = b"PGCOPY\n\xff\r\n\0" + struct.pack(">ii", 0, 0)
TAIL = struct.pack(">h", -1)
# Columns, then each column's length before its value: link, at, visitor, agent, then the length of the referrer.
_FRONT = struct.Struct(">hiqiqi16siqi")
# Prefetch and own, then kind and reason, which are empty.
_BACK = struct.Struct(">i?i?ii")
_COLUMNS = 9
# PostgreSQL counts microseconds from the year 2000.
_YEAR_2000 = 946_684_800_000_000


def row(click: Click, user_agent_id: int, is_own: bool) -> bytes:
    """Return the row of a click: link_id, at, visitor, user_agent_id, referrer, is_prefetch, is_own, kind, reason."""
    referrer = click.referrer.encode()
    front = _FRONT.pack(
        _COLUMNS, 8, click.link_id, 8, click.at - _YEAR_2000, 16, click.visitor, 8, user_agent_id, len(referrer)
    )
    return front + referrer + _BACK.pack(1, click.is_prefetch, 1, is_own, 0, 0)
