"""Biobanks keep their entry true, once a year and without an account.

* `actions`   asking, answering, proposing, deciding, reminding;
* `forms`     what a biobank may propose;
* `letters`   what it is written, and what staff are.

The link in the letter is signed and opens the question it was sent with, until it is answered.
"""
