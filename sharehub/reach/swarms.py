"""When many visitors at once are no people.

Mail gateways and link checkers open a link from many addresses within seconds of a message, mostly under the name of a common
browser: no list of agents knows them. (Reports of such clicks: https://github.com/shlinkio/shlink/issues/1613,
https://github.com/dubinc/dub/issues/1860.) What gives them away is the crowd itself:

- `ALIKE` visitors of one link with one and the same user agent arrive within `WITHIN`, or
- `MIXED` visitors of one link, whatever they call themselves (an agent may be invented for each request), do.

Only visitors who are not rejected for another reason count, and only those who never said where they came from: scanners
have no page behind them, while of the people on a network a good part does. A visitor's arrival is their first visit to the
link on that day (UTC); if it belongs to a swarm, so do all their visits to the link that day. That depends on nothing but
the visits of the link's day, so it comes out the same in whatever order they are found.

What it costs in people: say that a fifth of them have the same browser to the last digit, and that half come without a
referrer. Then a link needs 1.5 people a second, 5,400 an hour and all day long, before chance (Poisson) makes ten of them look
like a swarm once a day. One person's share brings a handful of clicks an hour, a very popular one some hundred. A link sent
to thousands of colleagues at once, all with the same managed browser, would be taken for a swarm: its figures say so by this
reason, and all hits stand beside it.
"""

from datetime import timedelta

REASON = "swarm"
WITHIN = timedelta(seconds=10)
ALIKE = 10
MIXED = 100
