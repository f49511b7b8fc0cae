"""What `make bench` measures: redirects, and pages at the size of a large organisation."""
