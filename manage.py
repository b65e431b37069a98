#!/usr/bin/env python
"""Django's command line for the portal."""

import os
import sys

from embedded.told import recall


def main() -> None:
    """Run one administrative command."""
    recall(os.environ)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line  # settings first

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
