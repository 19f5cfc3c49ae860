"""The privacy notice beside the interest form: `templates/membership/_privacy_notice.html`."""

# Stored with each application. Give it a new date whenever the notice says something else; the
# second one of a day ends with .2.
NOTICE_VERSION = "2026-11-30"
