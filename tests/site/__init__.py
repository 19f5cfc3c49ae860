"""The whole site, as production runs it. A package: its site and its browser end with it."""
