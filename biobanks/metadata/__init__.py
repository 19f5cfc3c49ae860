"""What the catalogue tells machines: records of entries, and those in the words of others.

`records` decides what of an entry is public. Everything else here takes a record and says it in
another language: schema.org, DCAT-AP and HealthDCAT-AP, MIABIS.
"""
