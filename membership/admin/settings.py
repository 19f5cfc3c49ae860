"""What the node writes down for its desk: times, criteria, canned replies, who wants the digest."""

from django.contrib import admin

from bbmri_be.admin import LanguageLabels, languages_fieldset
from membership.models import CannedReply, Criterion, DigestReader, UsualTime


@admin.register(UsualTime)
class UsualTimeAdmin(admin.ModelAdmin):
    """How long the stages take, until it can be measured."""

    list_display = ["stage", "working_days"]


@admin.register(Criterion)
class CriterionAdmin(admin.ModelAdmin):
    """What is checked of each application."""

    list_display = ["text", "order", "is_used"]
    list_editable = ["order", "is_used"]


@admin.register(CannedReply)
class CannedReplyAdmin(LanguageLabels, admin.ModelAdmin):
    """Texts that staff often write."""

    list_display = ["title"]
    fieldsets = [(None, {"fields": ["title"]}), languages_fieldset("text")]


@admin.register(DigestReader)
class DigestReaderAdmin(admin.ModelAdmin):
    """Who gets one mail a day about the queue."""

    list_display = ["user"]
