"""The demo: a fictional organisation with a year of history, its texts and its pictures."""
