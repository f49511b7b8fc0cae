"""What people ask for that touches several models or the outside world, by noun."""
