"""Regular work: which commands run when (`jobs`), and how it went (`models`, `actions`).

`manage.py run_scheduled` is the one worker: it sends mails and runs what is due. Decision 9.
"""
