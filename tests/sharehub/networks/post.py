"""The post that every network is tried with, and how it looks in an address."""

URL = "http://127.0.0.1:8001/s/abc"
TITLE = "A title & more"
TEXT = "Warm & wel?\nEén #Idee (50%)"
ENCODED_TEXT = "Warm%20%26%20wel%3F%0AE%C3%A9n%20%23Idee%20%2850%25%29"
ENCODED_URL = "http%3A%2F%2F127.0.0.1%3A8001%2Fs%2Fabc"
ENCODED_TITLE = "A%20title%20%26%20more"
BOTH = f"{ENCODED_TEXT}%0A%0A{ENCODED_URL}"
