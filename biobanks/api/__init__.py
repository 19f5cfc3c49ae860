"""The API for programs: `/api/v1/`. It only reads.

`v1` joins its parts and holds what all answers share (limits, languages, errors, headers). What an
entry's record says is decided in `biobanks.metadata.records`.
"""
