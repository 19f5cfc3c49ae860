"""The number that an applicant quotes."""

import secrets

# Crockford's base 32: no I, L, O and U, so that nobody reads 1 for I or 0 for O.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PATTERN = rf"[{ALPHABET}]{{4}}(?:-[{ALPHABET}]{{4}}){{3}}"


def new_reference() -> str:
    """A reference that cannot be guessed: 80 random bits, for example K7QM-2XTD-9FHA-3C8P."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))
    return "-".join(groups)
