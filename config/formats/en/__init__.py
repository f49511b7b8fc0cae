"""Short dates in English: the day before the month."""
