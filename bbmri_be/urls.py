"""Site map. English stands at the root, the other languages under /nl/, /fr/ and /de/.

`/healthz/` and `/readyz/` are answered by `bbmri_be.middleware.HealthMiddleware`.
"""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from bbmri_be import views
from bbmri_be.login import LoginForm
from biobanks.views.directory import staging_table

admin.site.login_form = LoginForm

urlpatterns = [
    path("api/v1/", include("biobanks.api_urls")),
    path("directory/<str:secret>/<str:name>.csv", staging_table, name="directory-table"),
    *i18n_patterns(
        path("admin/", admin.site.urls),
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
