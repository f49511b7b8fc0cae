"""A large organisation, made up: what its pages and roll-ups are measured with."""
