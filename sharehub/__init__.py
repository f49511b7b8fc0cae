"""What happened: shares, reach, recognition, recruitment and measurement."""
