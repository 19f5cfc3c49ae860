"""The second factor of staff: a number from their telephone, or one of the codes they keep.

The library (django-otp) knows devices, numbers and how often somebody may try; here is the way
through them: `views` (the page), `actions`, and `middleware`, which lets nobody into the admin
before. Production demands it, development does not.
"""
