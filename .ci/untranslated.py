"""Texts that would stay English for every reader: in templates, and in code that makes pages.

`translations.py` calls this.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path

from django.template.base import Lexer, TokenType

WORD = re.compile(r"[^\W\d_]{2,}")
# What is the same in all languages: acronyms, names, and languages under their own name.
NAMES = re.compile(
    r"\b(BBMRI\.be|Excel|Orphanet|Python|curl|English|Nederlands|Français|Deutsch)\b"
    r"|\b[A-Z][A-Z\d/-]+\b|&\w+;"
)

# The page of the design system is for whoever works on the site: in English, and marked so.
ENGLISH = ("templates/admin/design/", "bbmri_be/design/")

# Templates

CODES = {"block card_type"}  # blocks that hold no words but a code
NO_WORDS = {"code", "pre", "script", "style"}
SPOKEN = {"alt", "aria-label", "aria-description", "label", "placeholder", "title"}
DESCRIPTIONS = {"description", "og:description", "og:title", "og:image:alt"}
BUTTONS = {"button", "reset", "submit"}


def skeleton(template: str) -> str:
    """A template without its tags, variables, comments and translated texts, line by line."""
    kept, inside = [], ""
    for token in Lexer(template).tokenize():
        name = token.contents.split(" ")[0]
        if inside:
            inside = "" if token.token_type == TokenType.BLOCK and name == inside else inside
            kept.append("\n" * token.contents.count("\n"))
        elif token.token_type == TokenType.TEXT:
            kept.append(token.contents)
        elif token.token_type == TokenType.BLOCK and name in {"blocktranslate", "comment"}:
            inside = f"end{name}"
        elif token.token_type == TokenType.BLOCK and token.contents in CODES:
            inside = "endblock"
        elif token.token_type == TokenType.VAR and kept and kept[-1].endswith(("<", "</")):
            kept.append("x")  # the name of an element
    return "".join(kept)


class Texts(HTMLParser):
    """What a page says, with the line where it stands."""

    def __init__(self, html: str) -> None:
        """Read all of it."""
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self.silent = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Hear its attributes."""
        self.silent += tag in NO_WORDS
        attributes = {name: value or "" for name, value in attrs}
        heard = SPOKEN & attributes.keys()
        if {attributes.get("name"), attributes.get("property")} & DESCRIPTIONS:
            heard |= {"content"}
        if tag == "input" and attributes.get("type") in BUTTONS:
            heard |= {"value"}
        self.found += [(self.getpos()[0], attributes.get(name, "")) for name in heard]

    def handle_endtag(self, tag: str) -> None:
        """Hear again what comes after code."""
        self.silent -= tag in NO_WORDS

    def handle_data(self, data: str) -> None:
        """Hear a text."""
        if not self.silent:
            self.found.append((self.getpos()[0], data))


def in_template(template: str) -> Iterator[tuple[int, str]]:
    """Texts of a template that nobody translates, with their lines."""
    for line, text in Texts(skeleton(template)).found:
        if WORD.search(NAMES.sub(" ", text)):
            yield line, " ".join(text.split())


# Code

KEYWORDS = {
    *("label", "help_text", "verbose_name", "verbose_name_plural", "short_description"),
    *("empty_label", "empty_value_display"),
}
DECORATORS = {"action", "display"}  # of Django's admin: their descriptions are read
MESSAGES = {"debug", "error", "info", "success", "warning"}
RELATIONS = {"ManyToManyField", "OneToOneField"}  # begin with a model, not with a name
CHOICES = {"TextChoices", "IntegerChoices"}


def is_literal(node: ast.AST) -> bool:
    """Whether a node is a text as it stands, perhaps filled in or joined."""
    match node:
        case ast.Constant(value=str(text)):
            return bool(WORD.search(NAMES.sub(" ", text)))
        case ast.JoinedStr(values=parts):
            return any(map(is_literal, parts))
        case ast.BinOp(left=left, op=ast.Mod()):
            return is_literal(left)
        case ast.BinOp(left=left, right=right, op=ast.Add()):
            return is_literal(left) or is_literal(right)
        case ast.Call(func=ast.Attribute(value=text, attr="format")):
            return is_literal(text)
    return False


def name_of(node: ast.AST) -> tuple[str, str]:
    """What stands before and after the last dot of a name."""
    match node:
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            return owner, name
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return "", name
    return "", ""


def said_by_call(node: ast.Call) -> Iterator[ast.AST]:
    """What a call lets people read."""
    owner, name = name_of(node.func)
    for keyword in node.keywords:
        is_description = keyword.arg == "description" and owner == "admin" and name in DECORATORS
        if keyword.arg in KEYWORDS or is_description:
            yield keyword.value
        if keyword.arg == "error_messages" and isinstance(keyword.value, ast.Dict):
            yield from keyword.value.values
    if name == "ValidationError" and node.args:
        argument = node.args[0]
        yield from argument.values if isinstance(argument, ast.Dict) else [argument]
    if owner == "messages" and name in MESSAGES:
        yield from node.args[1:2]
    if owner == "messages" and name == "add_message":
        yield from node.args[2:3]
    if owner == "models" and name.endswith("Field") and name not in RELATIONS:
        yield from node.args[:1]


def said_by_class(node: ast.ClassDef) -> Iterator[ast.AST]:
    """What the attributes of a class let people read: names of models, fieldsets, labels."""
    has_labels = any(name_of(base)[1] in CHOICES for base in node.bases)
    for statement in node.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in KEYWORDS:
                yield value
            case ast.Assign(targets=[ast.Name(id="fieldsets")], value=ast.List() | ast.Tuple()):
                sets = statement.value.elts
                yield from (each.elts[0] for each in sets if isinstance(each, ast.Tuple))
            case ast.Assign(value=ast.Tuple(elts=[_, label])) if has_labels:
                yield label


def in_code(source: str) -> Iterator[tuple[int, str]]:
    """Texts of a module that people read and nobody translates, with their lines."""
    for node in ast.walk(ast.parse(source)):
        said: Iterator[ast.AST] = iter(())
        if isinstance(node, ast.Call):
            said = said_by_call(node)
        elif isinstance(node, ast.ClassDef):
            said = said_by_class(node)
        for text in said:
            if is_literal(text):
                yield text.lineno, ast.unparse(text)


def untranslated(base: Path, packages: Iterable[str]) -> Iterator[str]:
    """All texts that nobody translates, in templates and packages of a project."""
    templates = [path for path in base.glob("templates/**/*") if path.is_file()]
    modules = [
        path
        for package in packages
        for path in base.glob(f"{package}/**/*.py")
        if "migrations" not in path.parts
    ]
    for paths, find in ((templates, in_template), (modules, in_code)):
        for path in sorted(paths):
            if path.relative_to(base).as_posix().startswith(ENGLISH):
                continue
            for line, text in find(path.read_text(encoding="utf-8")):
                yield f"{path}:{line}: {text!r} is outside translation."
