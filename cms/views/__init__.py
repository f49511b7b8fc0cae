"""Pages of content outside Wagtail's own."""
