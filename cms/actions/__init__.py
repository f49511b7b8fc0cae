"""What people ask for: imports, and the way of a blog post."""
