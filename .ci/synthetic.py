"""A made-up catalogue of any size, in the Directory's format; always the same one for a size.

Names and descriptions are made of the words of `biobanks/data/lexicon`, in four languages;
diagnoses are real codes, most of them those that people have names for. Each size has one
collection (`LARGEST`) with a fact table of 100,000 rows.
"""

import csv
import datetime
import random
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from django.db import connection

from biobanks.codes import (
    AccessType,
    AgeRange,
    CollectionType,
    DataCategory,
    DataUse,
    Material,
    QualityStandard,
    Sex,
    StorageTemperature,
)
from biobanks.directory.cells import join_list
from biobanks.directory.importer import import_directory
from biobanks.enums import OrganisationKind

DATA = Path(__file__).resolve().parent.parent / "biobanks" / "data"
LARGEST = "collection-0"  # the address of the collection with the most facts
FACTS_OF_LARGEST = 100_000
NETWORKS = 30

# Town, country, postcode where it tells a province, latitude, longitude, language of its people.
TOWNS = [
    *(("Antwerpen", "BE", "2000", 51.22, 4.40, "nl"), ("Gent", "BE", "9000", 51.05, 3.73, "nl")),
    *(("Leuven", "BE", "3000", 50.88, 4.70, "nl"), ("Hasselt", "BE", "3500", 50.93, 5.34, "nl")),
    *(("Brugge", "BE", "8000", 51.21, 3.22, "nl"), ("Bruxelles", "BE", "1070", 50.84, 4.31, "fr")),
    *(("Liège", "BE", "4000", 50.63, 5.57, "fr"), ("Namur", "BE", "5000", 50.47, 4.87, "fr")),
    *(("Mons", "BE", "7000", 50.45, 3.95, "fr"), ("Arlon", "BE", "6700", 49.68, 5.81, "fr")),
    *(("Amsterdam", "NL", "", 52.37, 4.90, "nl"), ("Rotterdam", "NL", "", 51.92, 4.48, "nl")),
    *(("Groningen", "NL", "", 53.22, 6.57, "nl"), ("Paris", "FR", "", 48.86, 2.35, "fr")),
    *(("Lyon", "FR", "", 45.76, 4.84, "fr"), ("Lille", "FR", "", 50.63, 3.06, "fr")),
    *(("Berlin", "DE", "", 52.52, 13.40, "de"), ("München", "DE", "", 48.14, 11.58, "de")),
    *(("Graz", "AT", "", 47.07, 15.44, "de"), ("Wien", "AT", "", 48.21, 16.37, "de")),
    *(("Basel", "CH", "", 47.56, 7.59, "de"), ("Genève", "CH", "", 46.20, 6.14, "fr")),
    *(("London", "UK", "", 51.51, -0.13, "en"), ("Edinburgh", "UK", "", 55.95, -3.19, "en")),
    *(("Oslo", "NO", "", 59.91, 10.75, "en"), ("Uppsala", "SE", "", 59.86, 17.64, "en")),
    *(("Milano", "IT", "", 45.46, 9.19, "en"), ("Barcelona", "ES", "", 41.39, 2.17, "en")),
]
HOSPITALS = {
    "en": ["{} University Hospital", "{} Cancer Institute", "Royal Infirmary {}"],
    "nl": ["Universitair Ziekenhuis {}", "Algemeen Ziekenhuis {}", "Kankerinstituut {}"],
    "fr": ["CHU de {}", "Institut de recherche de {}", "Clinique universitaire de {}"],
    "de": ["Universitätsklinikum {}", "Forschungsinstitut {}", "Landeskrankenhaus {}"],
}
COLLECTIONS = {
    "en": ["{} collection", "{} cohort", "Samples of {}", "{} study"],
    "nl": ["Collectie {}", "Cohorte {}", "Stalen van {}", "Studie {}"],
    "fr": ["Collection {}", "Cohorte {}", "Échantillons de {}", "Étude {}"],
    "de": ["Sammlung {}", "Kohorte {}", "Proben von {}", "Studie {}"],
}
MATERIALS = [code for code in Material.values if code not in {Material.ANY, Material.NOT_AVAILABLE}]
CATEGORIES = [code for code in DataCategory.values if code != DataCategory.NOT_AVAILABLE]
AGES = ["0,17", "0,2", "18,", "18,65", "18,99", "40,80", "65,", "0,99"]

COLUMNS = {
    "Persons": "id email is_public",
    "Networks": "id name acronym description slug",
    "Biobanks": "id name acronym description description_nl description_fr description_de url "
    "location country latitude longitude contact juridical_person network "
    "collaboration_commercial collaboration_non_for_profit organisation_kind postcode slug "
    "confirmed_on",
    "Collections": "id name description description_nl description_fr description_de country "
    "contact parent_collection biobank network type data_categories size number_of_donors sex "
    "diagnosis_available age_low age_high age_unit materials storage_temperatures "
    "collaboration_commercial data_use access_fee access_joint_project slug confirmed_on",
    "CollectionFacts": "id collection sex age_range sample_type disease number_of_samples "
    "number_of_donors last_update",
    "QualityInfoBiobanks": "biobank quality_standard assess_level_bio",
    "QualityInfoCollections": "collection quality_standard assess_level_col",
}


@dataclass(frozen=True)
class Scale:
    """How large a catalogue is; `facts` beside those of the largest collection."""

    biobanks: int
    collections: int
    facts: int


SCALES = {
    "small": Scale(20, 40, 100),
    "europe": Scale(850, 5_000, 20_000),
    "large": Scale(8_500, 50_000, 200_000),
    "million": Scale(10_000, 1_000_000, 200_000),
}


class Skewed:
    """Choices of which the first are the most frequent, as words and diseases are."""

    def __init__(self, choices: list[Any], flatness: int) -> None:
        """The flatter, the rarer the first."""
        self.choices = choices
        self.weights = list(accumulate(1 / (rank + flatness) for rank in range(len(choices))))

    def some(self, chance: random.Random, number: int) -> list[Any]:
        """So many, perhaps some of them the same."""
        return chance.choices(self.choices, cum_weights=self.weights, k=number)


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table of the project."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


class Catalogue:
    """Writes the tables of a catalogue."""

    def __init__(self, scale: Scale) -> None:
        """Read the words and codes that it is made of."""
        self.scale = scale
        self.chance = random.Random(2026)  # noqa: S311 - not a secret
        self.today = datetime.date.today()  # noqa: DTZ011 - any zone will do
        self.names: dict[str, dict[str, str]] = {}
        words: dict[str, list[str]] = {language: [] for language in COLLECTIONS}
        for path in sorted((DATA / "lexicon").glob("*.csv")):
            for row in rows_of(path):
                texts = [text for text in row["names"].split("|") if text]
                if row["target"] in {"word:plain", "word:general"}:
                    words[row["language"]] += texts
                elif identifier := identifier_of(row["target"]):
                    self.names.setdefault(identifier, {})[row["language"]] = texts[0]
        codes = [row["name"] for row in rows_of(DATA / "diseases.csv")]
        codes = [code for code in codes if code.startswith(("urn:", "ORPHA:"))]
        known = [code for code in codes if len(self.names.get(code, ())) == len(COLLECTIONS)]
        for choices in (known, codes, *words.values()):
            self.chance.shuffle(choices)
        self.named = Skewed(known, flatness=10)
        self.any_code = Skewed(codes, flatness=1_000)
        self.words = {language: Skewed(texts, flatness=20) for language, texts in words.items()}

    def write(self, folder: Path) -> None:
        """All tables."""
        with ExitStack() as stack:
            self.tables = {}
            for name, columns in COLUMNS.items():
                file = stack.enter_context((folder / f"{name}.csv").open("w", newline=""))
                self.tables[name] = csv.DictWriter(file, columns.split())
                self.tables[name].writeheader()
            self.write_networks()
            numbers = [0] * self.scale.biobanks
            owners = Skewed(list(range(self.scale.biobanks)), flatness=3)
            for owner in owners.some(self.chance, self.scale.collections - 1):
                numbers[owner] += 1
            numbers[0] += 1  # whatever the size, there is a collection 0
            first = 0
            for biobank, number in enumerate(numbers):
                self.write_biobank(biobank, range(first, first + number))
                first += number

    def write_networks(self) -> None:
        """Networks by subject."""
        for number in range(NETWORKS):
            subject = self.names[self.named.choices[number]]["en"]
            self.tables["Networks"].writerow(
                {
                    "id": network_id(number),
                    "name": f"European network for {subject}",
                    "acronym": f"EN{number}",
                    "description": self.text("en", [subject]),
                    "slug": f"network-{number}",
                }
            )

    def write_biobank(self, number: int, collections: range) -> None:
        """A biobank, its contact, its quality marks and its collections."""
        chance = self.chance
        town, country, postcode, latitude, longitude, language = chance.choice(TOWNS)
        hospital = chance.choice(HOSPITALS[language]).format(town)
        identifier = f"bbmri-eric:ID:{country}_B{number}"
        contact = f"bbmri-eric:contactID:{country}_P{number}"
        self.tables["Persons"].writerow(
            {"id": contact, "email": f"biobank{number}@example.org", "is_public": "true"}
        )
        subject = self.names[self.named.some(chance, 1)[0]]
        self.tables["Biobanks"].writerow(
            {
                "id": identifier,
                "name": f"Biobank {hospital} {number}",
                "acronym": f"BB{number}" if chance.random() < 0.6 else "",
                **self.descriptions(language, [subject]),
                "url": f"https://biobank{number}.example.org/",
                "location": town,
                "country": country,
                "latitude": round(latitude + chance.uniform(-0.04, 0.04), 4),
                "longitude": round(longitude + chance.uniform(-0.04, 0.04), 4),
                "contact": contact,
                "juridical_person": hospital,
                "network": self.networks(0.4, 3),
                "collaboration_commercial": chance.choice(["true", "true", "false", ""]),
                "collaboration_non_for_profit": chance.choice(["true", "true", ""]),
                "organisation_kind": OrganisationKind.HOSPITAL
                if language != "en"
                else chance.choice(OrganisationKind.values),
                "postcode": postcode,
                "slug": f"biobank-{number}",
                "confirmed_on": self.confirmed_on(),
            }
        )
        for standard in self.listed(QualityStandard.values, 0.25, 3):
            self.tables["QualityInfoBiobanks"].writerow(
                {"biobank": identifier, "quality_standard": standard, "assess_level_bio": "eric"}
            )
        earlier = ""
        for place in collections:
            earlier = self.write_collection(place, identifier, country, contact, language, earlier)

    def write_collection(
        self, number: int, biobank: str, country: str, contact: str, language: str, earlier: str
    ) -> str:
        """A collection with its facts and quality marks; its identifier."""
        chance = self.chance
        identifier = f"{biobank}:collection:C{number}"
        diseases = self.diseases()
        subjects = [self.names[code] for code in diseases if code in self.names]
        subject = subjects[0] if subjects else self.names[self.named.some(chance, 1)[0]]
        age_low, age_high = chance.choice(AGES).split(",") if chance.random() < 0.7 else ("", "")
        size = int(10 ** chance.uniform(1, 5.5)) if chance.random() < 0.8 else None
        name = chance.choice(COLLECTIONS[language]).format(subject[language])
        self.tables["Collections"].writerow(
            {
                "id": identifier,
                "name": name[:1].upper() + name[1:],
                **self.descriptions(language, subjects),
                "country": country,
                "contact": contact,
                "parent_collection": earlier if chance.random() < 0.05 else "",
                "biobank": biobank,
                "network": self.networks(0.2, 2),
                "type": join_list(self.listed(CollectionType.values, 0.9, 3)),
                "data_categories": join_list(self.listed(CATEGORIES, 0.9, 5)),
                "size": size,
                "number_of_donors": size and max(size // chance.randint(1, 6), 1),
                "sex": chance.choice(["FEMALE,MALE", "FEMALE,MALE", "FEMALE", "MALE", ""]),
                "diagnosis_available": join_list(diseases),
                "age_low": age_low,
                "age_high": age_high,
                "age_unit": "YEAR" if age_low or age_high else "",
                "materials": join_list(self.listed(MATERIALS, 0.95, 6)),
                "storage_temperatures": join_list(self.listed(StorageTemperature.values, 0.6, 2)),
                "collaboration_commercial": chance.choice(["true", "false", "", ""]),
                "data_use": join_list(self.listed(DataUse.values, 0.4, 3)),
                "access_fee": join_list(self.listed(AccessType.values, 0.3, 2)),
                "access_joint_project": join_list(self.listed(AccessType.values, 0.2, 2)),
                "slug": f"collection-{number}",
                "confirmed_on": self.confirmed_on(),
            }
        )
        for standard in self.listed(QualityStandard.values, 0.05, 2):
            self.tables["QualityInfoCollections"].writerow(
                {
                    "collection": identifier,
                    "quality_standard": standard,
                    "assess_level_col": "eric",
                }
            )
        # The facts fall on the first collections, twenty on each.
        facts = min(max(self.scale.facts - number * 20, 0), 20)
        for place in range(facts + (FACTS_OF_LARGEST if number == 0 else 0)):
            self.write_fact(f"bbmri-eric:factID:{country}_F{number}_{place}", identifier, diseases)
        return identifier

    def write_fact(self, identifier: str, collection: str, diseases: list[str]) -> None:
        """How many samples of one kind."""
        samples = self.chance.randint(1, 5_000)
        self.tables["CollectionFacts"].writerow(
            {
                "id": identifier,
                "collection": collection,
                "sex": self.chance.choice([Sex.FEMALE, Sex.MALE]),
                "age_range": self.chance.choice(AgeRange.values),
                "sample_type": self.chance.choice(MATERIALS),
                "disease": self.chance.choice(diseases or self.any_code.choices),
                "number_of_samples": samples,
                "number_of_donors": (samples + 1) // 2,
                "last_update": "2026-03-02",
            }
        )

    def diseases(self) -> list[str]:
        """None to six codes; three in four are among those that people have names for."""
        chance = self.chance
        picks = [
            (self.named if chance.random() < 0.75 else self.any_code).some(chance, 1)[0]
            for _ in range(chance.randint(0, 6))
        ]
        return list(dict.fromkeys(picks))

    def descriptions(self, language: str, subjects: list[dict[str, str]]) -> dict[str, str]:
        """A text in English, and often one in the language of the place."""
        texts = {"description": self.text("en", [names["en"] for names in subjects])}
        if language != "en" and self.chance.random() < 0.6:
            texts[f"description_{language}"] = self.text(
                language, [names[language] for names in subjects]
            )
        return texts

    def text(self, language: str, subjects: list[str]) -> str:
        """20 to 60 words: ordinary ones, and the names of diseases among them."""
        words = self.words[language].some(self.chance, self.chance.randint(20, 60))
        for subject in subjects:
            words.insert(self.chance.randrange(len(words)), subject)
        return " ".join(words).capitalize() + "."

    def listed(self, codes: list[str], share: float, most: int) -> list[str]:
        """One to `most` of the codes, the first ones more often; for a share of rows none."""
        if self.chance.random() > share:
            return []
        picks = self.chance.randint(1, most)
        places = {int(len(codes) * self.chance.random() ** 2) for _ in range(picks)}
        return [codes[place] for place in sorted(places)]

    def networks(self, share: float, most: int) -> str:
        """The networks that an entry belongs to."""
        return join_list(self.listed([network_id(n) for n in range(NETWORKS)], share, most))

    def confirmed_on(self) -> str:
        """A day of the last two years, for half of the entries."""
        if self.chance.random() < 0.5:
            return ""
        return str(self.today - datetime.timedelta(days=self.chance.randint(1, 730)))


def identifier_of(target: str) -> str:
    """The Directory's name of a disease; "" for other targets of the vocabulary."""
    system, _, code = target.partition(":")
    if system == "icd10" and "," not in code:
        return f"urn:miriam:icd:{code}"
    return f"ORPHA:{code}" if system == "orpha" and code.isdecimal() else ""


def network_id(number: int) -> str:
    """Identifier of a network."""
    return f"bbmri-eric:networkID:EU_N{number}"


def load(scale: Scale, folder: Path) -> None:
    """Write the tables of a catalogue into a folder, and import them."""
    Catalogue(scale).write(folder)
    report = import_directory(folder)
    if not report.written:
        raise SystemExit(f"{report.problems.count} problems; first: {report.problems.first[0]}")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
