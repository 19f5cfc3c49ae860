"""The project: settings, site map, and what every app stands on."""

__version__ = "0.1.0"  # as in pyproject.toml
