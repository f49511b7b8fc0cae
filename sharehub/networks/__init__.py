"""One module per network, all alike: how it counts, its limits and its share page."""
