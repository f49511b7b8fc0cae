"""What `make bench` measures: one module a concern, each with `measure()`; parts.py lists them, report.py shows them."""
