"""Step 7: the metric catalogue and the pages that show it."""
