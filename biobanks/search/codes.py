"""Codes in a question, as people write them: ICD-10, ORPHA, identifiers, FAMHP. Pure functions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# A category (C18), a subcategory with or without its dot (E11.9, e119), whatever follows as a
# placeholder (C50.x, C50.-).
ICD10 = r"[A-Z][0-9][0-9](?:\.?[0-9]{1,2})?"
RANGE = re.compile(
    rf"\b({ICD10})\s*(?:[-–—]|\b(?:to|tot|à|au|bis|t/m)\b)\s*({ICD10})(?:\.[-x*])?(?![\w])",
    re.IGNORECASE,
)
SINGLE = re.compile(rf"\b({ICD10})(?:\.[-x*]|\.)?(?![\w-])", re.IGNORECASE | re.ASCII)
ORPHA = re.compile(r"\b(?:ORPHA(?:NET)?|ORDO)(?:\s*code)?[\s:_#-]*([0-9]{1,7})\b", re.IGNORECASE)
IDENTIFIER = re.compile(r"\bbbmri-(?:eric|be):\S+", re.IGNORECASE)
FAMHP = re.compile(r"\b(?:B{1,2}\s?-?)?([0-9]{6})\b", re.IGNORECASE)
# A target of the vocabulary as it is: material:SERUM, place:BE-VAN, age:Young_Adult; icd10:IX, for
# the number of a chapter alone is no code. After a colon it is a part of an identifier.
TARGET = re.compile(
    r"(?<![\w:])(icd10|orpha|material|data_category|collection_type|category|sex|age|quality|"
    r"access|place|biobank|network|collection):([^\s,;\"]+)"
)
SPACED = {"age", "place"}  # kinds whose codes have spaces; `_` stands for them
# Between two codes these make a list of them, of which any may answer.
LIST_SIGNS = re.compile(r"^[\s,;/|+&]*(?:(?:or|of|ou|oder|and|en|et|und)[\s,;]*)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Code:
    """Something in a question that looks like a code; whether it exists, the lexicon knows.

    `candidates` are targets of which the first that exists counts; `first` and `last` the ends
    of a range.
    """

    start: int
    end: int
    candidates: tuple[str, ...] = ()
    first: str = ""
    last: str = ""


def codes_in(text: str) -> list[Code]:
    """What looks like codes, in the order of the text, without overlaps."""
    found: list[Code] = []
    taken = [False] * len(text)
    for code in all_codes(text):
        if not any(taken[code.start : code.end]):
            taken[code.start : code.end] = [True] * (code.end - code.start)
            found.append(code)
    return sorted(found, key=lambda code: code.start)


def all_codes(text: str) -> Iterator[Code]:
    """What looks like codes, the most certain forms first."""
    for match in TARGET.finditer(text):
        kind, code = match.groups()
        code = code.replace("_", " ") if kind in SPACED else code
        forms = dict.fromkeys((code, with_dot(code)) if kind == "icd10" else (code,))
        yield Code(match.start(), match.end(), tuple(f"{kind}:{form}" for form in forms))
    for match in IDENTIFIER.finditer(text):
        identifier = match.group().rstrip(".,;)")
        yield Code(match.start(), match.start() + len(identifier), (f"identifier:{identifier}",))
    for match in ORPHA.finditer(text):
        yield Code(match.start(), match.end(), (f"orpha:{int(match.group(1))}",))
    for match in FAMHP.finditer(text):
        yield Code(match.start(), match.end(), (f"famhp:BB{match.group(1)}",))
    for match in RANGE.finditer(text):
        first, last = with_dot(match.group(1)), with_dot(match.group(2))
        # A block is named by its ends, so the range itself may be a code.
        yield Code(match.start(), match.end(), (f"icd10:{first}-{last}",), first, last)
    for match in SINGLE.finditer(text):
        code = with_dot(match.group(1))
        # J45.03 of a national edition lies below what the Directory knows. Without its dot it
        # might be anything.
        is_dotted = "." in match.group(1)
        shorter = [code[:length] for length in (5, 3) if is_dotted and length < len(code)]
        yield Code(match.start(), match.end(), tuple(f"icd10:{form}" for form in [code, *shorter]))


def with_dot(code: str) -> str:
    """ICD-10's own way of writing: e119 is E11.9."""
    plain = code.upper().replace(".", "")
    return f"{plain[:3]}.{plain[3:]}" if len(plain) > 3 else plain


def joins_codes(between: str) -> bool:
    """Whether the text between two codes makes them a list."""
    return LIST_SIGNS.match(between) is not None
