"""What the catalogue tells machines: records of entries, and those in the words of others.

`records` says what a record holds, `reading` makes them and so decides what of an entry is public.
Everything else here takes a record and says it otherwise: schema.org, DCAT-AP and HealthDCAT-AP,
MIABIS, a FAIR Data Point.
"""
