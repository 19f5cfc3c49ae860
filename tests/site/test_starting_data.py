"""What the site begins with: the project's own files."""

from biobanks import terms, vocabulary

# Every code of the table of everyday words exists in the database, too.
NOTHING_UNKNOWN = """
from biobanks import terms
from biobanks.enums import TermSource
from biobanks.models import Term
targets = Term.objects.filter(source=TermSource.TABLE).values_list("targets", flat=True)
diseases = {target for group in targets for target in group if target[:3] in {"icd", "orp"}}
assert diseases
assert terms.unknown_targets(diseases) == []
"""


def test_vocabulary_is_loaded_and_says_so(site):
    [(number_of_terms,)] = site.rows("SELECT count(*) FROM biobanks_term")
    [(number_of_questions,)] = site.rows("SELECT count(*) FROM biobanks_searchexample")
    named = site.rows(
        "SELECT identifier, name_en FROM biobanks_disease WHERE code IN ('C18', 'A00-A09')"
    )

    assert site.said.splitlines()[:7] == [
        "diseases: 23532 added, 0 changed, 0 removed, 0 unchanged",
        "parents of diseases: 34779 added, 0 changed, 0 removed, 0 unchanged",
        "mappings between ORPHA and ICD-10: 8059 added, 0 changed, 0 removed, 0 unchanged",
        "diseases within broader ones: 240593 added, 0 changed, 0 removed, 0 unchanged",
        "imaging terms: 292 added, 0 changed, 0 removed, 0 unchanged",
        f"search terms: {number_of_terms} added, 0 changed, 0 removed, 0 unchanged",
        f"test questions: {number_of_questions} added, 0 changed, 0 removed, 0 unchanged",
    ]
    assert number_of_questions == len(vocabulary.read(terms.QUESTIONS))
    assert dict(named) == {
        "urn:miriam:icd:A00-A09": "Intestinal infectious diseases",
        "urn:miriam:icd:C18": "Malignant neoplasm of colon",
    }
    site.manage("shell", "--command", NOTHING_UNKNOWN)


def test_links_of_the_texts_lead_somewhere(site):
    site.manage("check_pages")
