"""Breaks what the site stands on, and counts what people notice. `run.py` begins."""
