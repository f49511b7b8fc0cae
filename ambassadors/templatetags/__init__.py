"""What templates need to show people's words."""
