"""Everything in one terminal: `make run` starts the servers and all processes, watches them and stops them together."""
