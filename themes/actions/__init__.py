"""What managers do; each change is one transaction with its entry in the log."""
