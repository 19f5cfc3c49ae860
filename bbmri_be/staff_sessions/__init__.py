"""Who is signed in: rows that end by themselves, and that staff can see and end.

A session ends an hour after its last request, and twelve hours after its sign-in. The public has
none.
"""
