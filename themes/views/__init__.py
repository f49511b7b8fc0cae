"""Pages of the manager's workspace."""
