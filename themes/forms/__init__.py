"""What managers fill in."""
