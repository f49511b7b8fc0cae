"""The link host: answers tracked links."""
