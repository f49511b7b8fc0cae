"""The parts of `make bench`, in the order of their running."""

from sharehub.benchmark import draining, engagement, faults, memory, pages, publishing, reach, redirects
from sharehub.benchmark.results import Concern

PARTS = {
    "redirects": Concern(redirects.measure),
    "drain": Concern(draining.measure),
    "faults": Concern(faults.measure, own_servers=True),
    "memory": Concern(memory.measure),
    "reach": Concern(reach.measure),
    "publishing": Concern(publishing.measure),
    "engagement": Concern(engagement.measure),
    "pages": Concern(pages.measure),
}
