"""The staff's desk in the admin."""

from membership.admin import applications, settings

__all__ = ["applications", "settings"]
