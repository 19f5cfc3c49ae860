"""The forms of applicants and of staff."""
