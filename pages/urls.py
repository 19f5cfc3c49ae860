"""Addresses of the node's pages."""

from django.urls import path

from pages import feeds, views
from pages.enums import KnownPage

app_name = "pages"

urlpatterns = [
    path("", views.page, {"known_page": KnownPage.HOME}, name="home"),
    path("about/", views.page, {"known_page": KnownPage.ABOUT}, name="about"),
    path("patients/", views.page, {"known_page": KnownPage.PATIENTS}, name="patients"),
    path("law/", views.page, {"known_page": KnownPage.LAW}, name="law"),
    path("law/applies/", views.law_start, name="law-start"),
    path("law/applies/<slug:slug>/", views.law_step, name="law-step"),
    path("quality/", views.page, {"known_page": KnownPage.QUALITY}, name="quality"),
    path("glossary/", views.page, {"known_page": KnownPage.GLOSSARY}, name="glossary"),
    path("governance/", views.page, {"known_page": KnownPage.GOVERNANCE}, name="governance"),
    path("history/", views.page, {"known_page": KnownPage.HISTORY}, name="history"),
    path("membership/", views.page, {"known_page": KnownPage.MEMBERSHIP}, name="membership"),
    path("questions/", views.page, {"known_page": KnownPage.QUESTIONS}, name="questions"),
    path("news.atom", feeds.news_feed, name="news-feed"),
    path("news/", views.news_list, name="news-list"),
    path("news/<slug:slug>/", views.news_detail, name="news-detail"),
    path("contact/", views.page, {"known_page": KnownPage.CONTACT}, name="contact"),
    path("privacy/", views.page, {"known_page": KnownPage.PRIVACY}, name="privacy"),
    path(
        "accessibility/", views.page, {"known_page": KnownPage.ACCESSIBILITY}, name="accessibility"
    ),
    path("credits/", views.page, {"known_page": KnownPage.CREDITS}, name="credits"),
]
