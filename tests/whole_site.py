"""A site in small, with rows in nearly every table: what saves, restores or migrates everything is
tried on it. `.ci/release_data.py` keeps the one of each release."""

from django.apps import apps
from django.core.management import call_command
from django_otp.plugins.otp_totp.models import TOTPDevice
from factory.django import DjangoModelFactory

from bbmri_be.outbox.actions import queue
from bbmri_be.schedule.actions import plan
from bbmri_be.second_factor.actions import new_codes
from membership.actions import applicant, desk
from membership.actions.applicant import File
from membership.enums import State
from membership.models import CannedReply, Criterion, DigestReader
from tests.biobanks import factories as catalogue
from tests.biobanks.quality.good import good_biobank, good_collection
from tests.membership.factories import ApplicationFactory, application_in
from tests.pages import factories as pages
from tests.pages.factories import StaffFactory


def fill():
    """Rows of every app, with what a careless format would lose: empty and missing, tabs, lines,
    backslashes, letters of all kinds, bytes."""
    call_command("load_pages", verbosity=0)
    plan()
    staff = StaffFactory()
    TOTPDevice.objects.create(user=staff, name="telephone")
    new_codes(staff)
    fill_catalogue()
    for module in (catalogue, pages):
        for factory in factories_of(module):
            factory()
    link_all()
    fill_applications(staff)
    queue(to="an@example.be", subject="Subject", text="Text", html="<p>Text</p>", language="nl")


def fill_catalogue():
    """An entry of a biobank that has a past."""
    biobank = good_biobank(
        identifier="bbmri-eric:ID:BE_X",
        slug="x",
        name="Tab\there, \\N, \\. and Łódź 🧬",
        description_en="One\r\ntwo\n\\.\n",
        description_nl="",
        latitude=None,
        longitude=None,
    )
    good_collection(identifier="bbmri-eric:ID:BE_X:collection:y", slug="y", biobank=biobank)
    biobank.name = biobank.name + "!"
    biobank.save()


def fill_applications(staff):
    """One in each state, and a conversation."""
    for state in State:
        application_in(state, staff)
    CannedReply.objects.create(title="Thanks", text_en="Thank you.")
    DigestReader.objects.create(user=staff)
    criterion = Criterion.objects.create(text="Holds human material")
    application = ApplicationFactory(contact_email="link@example.be")
    application = desk.start_review(application=application, by=staff, seen=State.RECEIVED)
    desk.look(application=application, by=staff)
    desk.check(application=application, by=staff, found={f"criterion-{criterion.pk}": "yes"})
    desk.write_note(application=application, by=staff, text="Ask for the year.")
    desk.ask(application=application, by=staff, seen=State.IN_REVIEW, text="Since when?")
    paper = File("paper.pdf", b"%PDF-1.4\0\\N\n\xff")
    applicant.reply(application=application, text="Since 1999.", files=[paper])
    applicant.correct(application=application, answers={"name": "Another name"})
    applicant.renew_links(email="link@example.be")


def factories_of(module):
    """The factories of a module that make rows."""
    return [
        one
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, DjangoModelFactory) and not one._meta.abstract
    ]


def link_all():
    """Links between the rows of the catalogue, one for each kind of link."""
    for model in apps.get_app_config("biobanks").get_models():
        for field in model._meta.many_to_many:
            if field.remote_field.through._meta.auto_created:
                getattr(model.objects.first(), field.name).add(field.related_model.objects.first())
