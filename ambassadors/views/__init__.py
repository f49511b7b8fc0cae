"""What people see, by noun."""
