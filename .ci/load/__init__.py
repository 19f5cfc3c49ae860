"""The site under load: `python .ci/load/run.py`."""
