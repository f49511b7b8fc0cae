"""How dates are written per language, where it differs from Django."""
