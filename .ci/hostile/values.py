"""Hostile values: what ends up in addresses, fields, names of files and headers.

Where a value would do harm in a page, it holds the `MARK`; `promises.py` looks for it.
"""

MARK = "hx7q"
FOREIGN = "evil.example"  # a host that nothing of ours may lead to, nor write to
PRODUCT = f"{MARK}{7 * 191}{MARK}"  # what a template would make of the braces below

BREAKERS = {
    "tag": f"<{MARK}>",
    "script": f"<script>{MARK}()</script>",
    "end of a script": f"</script><{MARK}>",
    "end of a title": f"</title></textarea></style><{MARK}>",
    "end of a comment": f"--><{MARK}><!--",
    "double quotes": f'x" {MARK}="1" onfocus="{MARK}()',
    "single quotes": f"x' {MARK}='1' onfocus='{MARK}()",
    "space": f"x {MARK}=1 onfocus={MARK}()",
    "picture": f'"><img src=x onerror={MARK}()>',
    "vector": f"<svg onload={MARK}()>",
    "script address": f"javascript:{MARK}()",
    "script link": f"[{MARK}](javascript:{MARK}())",
    "template": f"{MARK}{{{{ 7*191 }}}}{MARK} {{% debug %}} ${{7*191}} {{# x",
    "format": "%s %(x)s %n {0} {x} {0.__class__.__init__.__globals__}",
}
CHARACTERS = {
    "NUL": "a\0b",
    "control": "".join(map(chr, range(1, 32))) + "\x7f\x85",
    "direction": "\u202e\u2066gnp.exe\u2069\u200e\u200f\u061c",
    "nothing to see": "\u200b\u00ad\ufeff\u2060",
    "combining": "e" + "\u0301" * 500,
    "four bytes": "🧬𝒳🇧🇪👩🏽‍🔬",
    "not a character": "\uffff\ufffe\U0010ffff",
    "lone surrogate": "a\ud800b",
    "other digits": "٣٤²½Ⅷ",
    "blank": " \t\n ",
    "nothing": "",
}
KINDS = {
    "huge": "9" * 400,
    "too large": str(2**63),
    "negative": "-2147483649",
    "fraction": "1e400",
    "no number": "NaN",
    "infinite": "Infinity",
    "underscores": "1_000",
    "leap": "0000-00-00",
    "no day": "9999-99-99",
    "last day": "9999-12-31",
    "first day": "0001-01-01",
    "moment": "9999-12-31T23:59:60+99:99",
    "list": "[1, 2",
    "object": '{"a": {"b": []}}',
    "deep": "[" * 2000,
    "word": "none",
}
LANGUAGES_OF_OTHERS = {
    "SQL quote": "'; DROP TABLE membership_application; --",
    "SQL always": "1' OR '1'='1",
    "SQL sleep": "1'; SELECT pg_sleep(6); --",
    "wildcards": "%_%\\_%%",
    "regular expression": "(a+)+$[",
    "question": 'a:b & !(c | "d <-> *',
    "path": "../../../../etc/passwd",
    "path of Windows": "..\\..\\win.ini",
    "encoded path": "%2e%2e%2f%00",
    "shell": f"$(touch /tmp/{MARK}); `id`",
    "entity": f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><{MARK}>&e;',
    "formula": f"=cmd|' /C calc'!A0 {MARK}",
    "plus": f"+1+1 {MARK}",
    "minus": f"-1-1 {MARK}",
    "at": f"@SUM(1) {MARK}",
    "tab": f"\t=1+1 {MARK}",
    "return": f"\r=1+1 {MARK}",
}
HEADERS = {
    "new line": f"a\r\nBcc: victim@{FOREIGN}\r\nX-{MARK}: 1\r\n\r\nbody",
    "feed": f"a\nTo: victim@{FOREIGN}",
    "separator": f"a\u2028Bcc: victim@{FOREIGN}\u2029",
    "several": f"a@example.be, victim@{FOREIGN}",
    "named": f'"a@example.be" <victim@{FOREIGN}>\r\nCc: victim@{FOREIGN}',
    "other host": f"//{FOREIGN}/",
    "other host, backslash": f"/\\{FOREIGN}/",
    "other scheme": f"https://{FOREIGN}/{MARK}",
    "user of a host": f"https://www.example.be@{FOREIGN}/",
}
LONG = {
    "long": "x" * 3_000,
    "words": "samples of women with diabetes " * 90,
    "many": ",".join(map(str, range(700))),
}

SHORT_VALUES = BREAKERS | CHARACTERS | KINDS | LANGUAGES_OF_OTHERS | HEADERS
VALUES = SHORT_VALUES | LONG

# All breakers in one: what is planted into a row.
PLANTED = (
    f"=1+1 <{MARK}> \" {MARK}=\"1' {MARK}='1 </script><{MARK}> "
    f"[a](javascript:{MARK}()) {MARK}{{{{ 7*191 }}}}{MARK}"
)
