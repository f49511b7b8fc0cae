"""Listening: asks the sources, reads what they answer, and tells what it is about and how it is said."""
