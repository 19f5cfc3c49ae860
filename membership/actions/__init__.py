"""What may be done with an application: one function per verb, and nothing else writes.

`applicant` holds what applicants do, `desk` what staff do, `clock` what time does by itself.
"""
