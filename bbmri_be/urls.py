"""Site map. English stands at the root, the other languages under /nl/, /fr/ and /de/.

`/healthz/` and `/readyz/` are answered by `bbmri_be.middleware.HealthMiddleware`.
"""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import include, path
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from bbmri_be import sitemaps, views
from bbmri_be.accounts.admin import StaffAdmin
from bbmri_be.accounts.views import SetPassword
from bbmri_be.design.views import design
from bbmri_be.guide import guide
from bbmri_be.login import LoginForm
from bbmri_be.opensearch import opensearch
from bbmri_be.robots import robots
from bbmri_be.second_factor.views import second_factor
from bbmri_be.security_txt import security_txt
from biobanks.sitemaps import CATALOGUE
from biobanks.views.data import archive
from biobanks.views.directory import staging_table
from biobanks.views.formats import fair_data_point_root
from pages.sitemaps import NODE
from pages.views import file

admin.site.login_form = LoginForm
# Keys are secrets, which no page of the admin shows; accounts get the action to take one back.
for device in (TOTPDevice, StaticDevice):
    admin.site.unregister(device)
admin.site.unregister(User)
admin.site.register(User, StaffAdmin)

DESK = settings.ADMIN_PATH
SITEMAPS = {"lists": sitemaps.Lists(), **NODE, **CATALOGUE}

urlpatterns = [
    path("robots.txt", robots, name="robots"),
    path(".well-known/security.txt", security_txt, name="security-txt"),
    path("sitemap.xml", sitemaps.index, {"sitemaps": SITEMAPS}, name="sitemap"),
    path(
        "sitemap-<slug:section>.xml", sitemaps.file, {"sitemaps": SITEMAPS}, name="sitemap-section"
    ),
    path("api/v1/", include("biobanks.api.v1")),
    path("directory/<str:secret>/<str:name>.csv", staging_table, name="directory-table"),
    path("data/<str:name>", archive, name="archive"),
    path("files/<str:name>", file, name="file"),
    path("fdp/", fair_data_point_root, name="fair-data-point"),
    *i18n_patterns(
        path(f"{DESK}/second-factor/", second_factor, name="second-factor"),
        path(
            f"{DESK}/password/<slug:uidb64>/<str:token>/",
            SetPassword.as_view(),
            name="set-password",
        ),
        path(f"{DESK}/guide/", admin.site.admin_view(guide), name="guide"),
        path(f"{DESK}/design/", admin.site.admin_view(design), name="design"),
        path(f"{DESK}/", admin.site.urls),
        path("opensearch.xml", opensearch, name="opensearch"),
        path("join/", include("membership.urls")),
        path("", include("biobanks.urls")),
        path("", include("pages.urls")),
        prefix_default_language=False,
    ),
]

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.page_not_found
handler500 = views.server_error
