"""What can be said: shareable content, blogs and vacancies, on Wagtail."""
