"""Attacks on the running site: `python .ci/hostile/run.py`."""
