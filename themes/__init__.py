"""What an organisation wants to be known for: programmes, goals, themes and the world outside. Knows no person."""
