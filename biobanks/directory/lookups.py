"""Finds the rows that cells name."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db import models

from biobanks.models import Disease, ImagingTerm


class Lookups:
    """Primary keys by identifier; terms are read once, catalogue rows when they are asked for."""

    @cached_property
    def diseases(self) -> dict[str, int]:
        """Diseases by the Directory's name (urn:miriam:icd:C18) and by code (C18)."""
        known: dict[str, int] = {}
        for pk, identifier, code in Disease.objects.values_list("pk", "identifier", "code"):
            known[code] = known[identifier] = pk
        return known

    @cached_property
    def imaging_terms(self) -> dict[str, dict[str, int]]:
        """Imaging terms by list and code."""
        known: dict[str, dict[str, int]] = defaultdict(dict)
        for pk, kind, code in ImagingTerm.objects.values_list("pk", "list", "code"):
            known[kind][code] = pk
        return known

    def find(
        self, model: type[models.Model], identifiers: Iterable[str], imaging_list: str = ""
    ) -> dict[str, int]:
        """The keys of those rows that exist; may hold more than was asked for."""
        if model is Disease:
            return self.diseases
        if model is ImagingTerm:
            return self.imaging_terms[imaging_list]
        manager: Any = model._default_manager
        return dict(manager.filter(identifier__in=identifiers).values_list("identifier", "pk"))
