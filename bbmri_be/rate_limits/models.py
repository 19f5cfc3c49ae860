"""Token buckets, kept as the moment at which each is full again."""

from django.db import models


class Bucket(models.Model):
    """How much of a limit somebody has used up.

    A bucket that is full holds nothing worth knowing, so its row may go.
    Personal data: `key` is a keyed hash (of a network address, say), needed to stop abuse; nobody
    sees it; it is deleted when the bucket is full again, at most a day later.
    """

    key = models.CharField(max_length=64, primary_key=True)
    full_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"full at {self.full_at:%Y-%m-%d %H:%M:%S}"
