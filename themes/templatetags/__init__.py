"""Template tags of the shared look: charts and navigation."""
