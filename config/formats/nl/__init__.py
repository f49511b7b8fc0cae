"""Short dates in Dutch: months begin with a small letter."""
