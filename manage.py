#!/usr/bin/env python
"""Django's command line for this site."""

import os
import sys

from django.core.management import execute_from_command_line

from bbmri_be.logs import tell_uncaught

if __name__ == "__main__":
    sys.excepthook = tell_uncaught
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bbmri_be.settings")
    execute_from_command_line(sys.argv)
