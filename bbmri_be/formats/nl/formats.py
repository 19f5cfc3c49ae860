"""Belgian dates: Django's Dutch ones are those of the Netherlands."""

SHORT_DATE_FORMAT = "d/m/Y"
SHORT_DATETIME_FORMAT = "d/m/Y H:i"
