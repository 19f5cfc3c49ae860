"""A question's way through the catalogue: read it (`forms`), match it (`matching`)."""
