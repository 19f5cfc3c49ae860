"""The vocabulary that a question is read with: terms of the database, names of the catalogue."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Q
from rapidfuzz.distance import OSA

from bbmri_be import replica
from biobanks.enums import MappingKind
from biobanks.models import Disease, DiseaseMapping, DiseaseWithin, Term
from biobanks.models.lexicon import FIRST, LAST
from biobanks.search import reading, words
from biobanks.search.codes import Code
from biobanks.search.index import Index
from biobanks.search.matching import kind_of
from biobanks.terms import CODE_LISTS, codes_of, disease_target

MOST_CODES_IN_A_RANGE = 400
MOST_CHANGES = 3  # of letters: two that changed places, and another error
# Words of the vocabulary near unknown ones. An error spares the beginning or the end of a word,
# so that an index finds the few to compare.
NEAR = f"""
    SELECT asked.word, known.text
    FROM unnest(%s::text[]) AS asked (word)
    JOIN biobanks_termword AS known
      ON left(known.text, {FIRST}) = left(asked.word, {FIRST})
      OR right(known.text, {LAST}) = right(asked.word, {LAST})
    WHERE abs(length(known.text) - length(asked.word)) <= 2
      AND levenshtein_less_equal(known.text, asked.word, {MOST_CHANGES}) <= {MOST_CHANGES}
      AND NOT EXISTS (SELECT 1 FROM biobanks_termword WHERE text = asked.word)
"""  # noqa: S608 - numbers of ours


class CatalogueLexicon:
    """Terms, codes and the names of what the catalogue holds; a `reading.Lexicon`."""

    def __init__(self, index: Index) -> None:
        """Read questions against a state of the catalogue."""
        self.index = index
        self.near: dict[str, dict[str, int]] = {}  # what `similar` has found
        self.rare: dict[str, frozenset[str]] = {}  # what diseases that the index lacks lie within
        self.names: dict[str, dict[str, str]] = {}  # of diseases that were looked up, by language

    def known_codes(self, found: Collection[Code]) -> dict[Code, tuple[str, ...]]:
        """The targets of the codes that exist. A range that is no block is its categories."""
        wanted = {
            target.partition(":")[2]
            for code in found
            for target in code.candidates
            if target.startswith(("icd10:", "orpha:"))
        }
        ends = [code for code in found if code.first]
        condition = Q(code__in=wanted | {f"ORPHA:{code}" for code in wanted if code.isdecimal()})
        for code in ends:
            condition |= Q(
                system="icd10",
                code__gte=code.first,
                code__lt=after(code.last),
                code__regex=CATEGORY,
            )
        rows = Disease.objects.filter(condition).order_by("code")
        targets = [self.noted(disease) for disease in rows]
        existing = set(targets)
        known = {}
        for code in found:
            named = [target for target in code.candidates if self.exists(target, existing)]
            if named:
                known[code] = self.index.resolved(named[0])
            elif code.first:
                within = [
                    target
                    for target in targets
                    if f"icd10:{code.first}" <= target < f"icd10:{after(code.last)}"
                    and "-" not in target
                ]
                if within:
                    known[code] = tuple(within[:MOST_CODES_IN_A_RANGE])
        return known

    def exists(self, target: str, diseases: set[str]) -> bool:
        """Whether a target is a disease, a code of a list, or something the catalogue has."""
        kind, _, code = target.partition(":")
        if kind in {"identifier", "famhp"}:
            return bool(self.index.resolved(target))
        return target in diseases or self.index.has(target) or code in CODE_LISTS.get(kind, ())

    def terms(self, squashed: Collection[str], stems: Collection[str]) -> Iterable[Term]:
        """Terms of the vocabulary, and names of entries."""
        rows = Term.objects.filter(
            Q(squashed__in=squashed) | Q(stems__in=stems) | Q(core__in=stems)
        )
        return [*rows, *self.index.named(squashed, stems)]

    def similar(self, unknown: Collection[str]) -> dict[str, dict[str, int]]:
        """Words of the vocabulary, and of names, with one error, or two in a long word."""
        if new := set(unknown) - self.near.keys():
            self.near |= {word: {} for word in new} | self.look_near(new)
        return {word: near for word in unknown if (near := self.near[word])}

    def look_near(self, unknown: Collection[str]) -> dict[str, dict[str, int]]:
        """The same, asked of the database."""
        asked = [word for word in unknown if len(word) <= words.LONGEST_WORD]
        with replica.connection().cursor() as cursor:
            cursor.execute(NEAR, [asked])
            rows = cursor.fetchall()
        for word in asked:
            if word not in self.index.words:
                rows += [
                    (word, known)
                    for known in self.index.words
                    if abs(len(known) - len(word)) <= 2
                    and (known[:FIRST] == word[:FIRST] or known[-LAST:] == word[-LAST:])
                ]
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for word, known in rows:
            # In a short word a second error is forgiven where it only moved a letter: Chron.
            may_have_two = len(word) >= reading.SHORTEST_WITH_TWO_ERRORS or (
                sorted(word) == sorted(known) and word[0] == known[0]
            )
            allowed = 2 if may_have_two else 1
            errors = OSA.distance(word, known, score_cutoff=allowed)
            if 0 < errors <= allowed and len(known) >= reading.SHORTEST_WITH_ERRORS - 1:
                found[word][known] = errors
        return {
            word: dict(
                sorted(near.items(), key=lambda pair: (pair[1], pair[0][0] != word[0], pair[0]))
            )
            for word, near in found.items()
            if word not in self.index.words
        }

    def within(self, targets: Collection[str]) -> set[tuple[str, str]]:
        """Pairs of these diseases of which the first lies within the second."""
        diseases = [target for target in targets if kind_of(target) == "disease"]
        above = self.above(diseases) if len(diseases) > 1 else {}
        return {(target, wide) for target, all_ in above.items() for wide in all_ if wide in above}

    def broader(self, targets: Collection[str]) -> list[str]:
        """What diseases lie within, without themselves; the nearest, within most others, first."""
        above = self.above(targets)
        # What has results is in the index.
        wider = set().union(*above.values()) & self.index.above.keys() - set(targets)
        return sorted(wider, key=lambda target: (-len(self.index.above[target]), target))

    def above(self, targets: Collection[str]) -> dict[str, frozenset[str]]:
        """What each disease lies within, itself too; those of rare codes the database knows."""
        known = self.index.above
        unknown = [t for t in targets if t not in known and t not in self.rare]
        if codes := codes_of(unknown):
            links = DiseaseWithin.objects.filter(disease__code__in=codes)
            rows: dict[str, set[str]] = {target: {target} for target in unknown}
            for link in links.select_related("disease", "within"):
                rows.setdefault(self.noted(link.disease), set()).add(disease_target(link.within))
            self.rare |= {target: frozenset(wide) for target, wide in rows.items()}
        return {t: known.get(t) or self.rare[t] for t in targets if t in known or t in self.rare}

    def noted(self, disease: Disease) -> str:
        """The target of a disease, whose names are remembered."""
        target = disease_target(disease)
        self.names[target] = {
            code: name for code in words.STEMMERS if (name := getattr(disease, f"name_{code}"))
        }
        return target


CATEGORY = r"^[A-Z][0-9]{2}$"


def after(code: str) -> str:
    """A text that stands after a code and all that begins with it, in the order of texts."""
    return code + "￿"


def counterparts(targets: Iterable[str]) -> list[str]:
    """The ICD-10 terms that stand for some ORPHA terms, the exact ones first."""
    rows = (
        DiseaseMapping.objects.filter(orpha__code__in=codes_of(targets))
        .exclude(kind=MappingKind.BROADER)
        .select_related("icd10")
        .order_by("kind", "icd10__code")
    )
    return list(dict.fromkeys(disease_target(mapping.icd10) for mapping in rows))
