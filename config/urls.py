"""Every address of the web process."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.conf.urls.static import static
from django.contrib import admin
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from config import design, health, mailbox, pwa
from config.home import CmsLogin, home
from sharehub.api.v1 import api

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("home/", home, name="home"),
    path("manifest.webmanifest", pwa.manifest, name="manifest"),
    path("sw.js", pwa.service_worker, name="service_worker"),
    path("offline/", pwa.offline, name="offline"),
    path("design/", design.design, name="design"),
    path("design/<slug:shell>/", design.design_shell, name="design_shell"),
    path("mail/", mailbox.mailbox, name="mailbox"),
    path("mail/<str:name>/<int:number>/", mailbox.mail, name="mail"),
    path("mail/<str:name>/<int:number>/html/", mailbox.mail_html, name="mail_html"),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("django-admin/", admin.site.urls),
    path("cms/login/", CmsLogin.as_view()),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v1/", api.urls),
    path("", include("themes.urls")),
    path("", include("ambassadors.urls")),
    path("", include("cms.urls")),
    path("", include("sharehub.urls")),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    path("", include(wagtail_urls)),
]
