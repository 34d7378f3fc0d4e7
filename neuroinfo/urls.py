"""All addresses of the site."""

from django.contrib import admin
from django.contrib.sitemaps import views as sitemap_views
from django.urls import include, path
from django.views.decorators.http import require_safe

from editorial.caching import same_for_all
from editorial.leaflets import leaflet, leaflet_pdf
from editorial.previews import guest_preview
from neuroinfo import offline, styleguide, views
from neuroinfo.feeds import ChangedPages
from neuroinfo.sitemaps import SITEMAPS, sitemap_index

sitemap_part = same_for_all("p")(require_safe(sitemap_views.sitemap))

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("articles.urls")),
    path("", include("treatments.urls")),
    path("", include("trials.urls")),
    path("", include("search.urls")),
    path("", include("opendata.urls")),
    path("about/", views.static_page("about.html"), name="about"),
    path("editorial-policy/", views.static_page("editorial_policy.html"), name="editorial_policy"),
    path("privacy/", views.static_page("privacy.html"), name="privacy"),
    path("accessibility/", views.static_page("accessibility.html"), name="accessibility"),
    path("styleguide/", styleguide.gallery, name="styleguide"),
    path("styleguide/schemes.css", styleguide.schemes, name="styleguide_schemes"),
    path("offline/", offline.offline, name="offline"),
    path("offline/not-saved/", views.static_page("offline/not_saved.html"), name="not_saved"),
    path("offline.json", offline.offline_json, name="offline_json"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("sw.js", offline.worker, name="worker"),
    path("leaflet/<str:kind>/<slug:slug>/", leaflet, name="leaflet"),
    path("leaflet/<str:kind>/<slug:slug>.pdf", leaflet_pdf, name="leaflet_pdf"),
    path("preview/<str:token>/", guest_preview, name="preview"),
    path("feed.atom", same_for_all()(require_safe(ChangedPages())), name="feed"),
    path("sitemap.xml", sitemap_index, name="sitemap_index"),
    path("sitemap-<section>.xml", sitemap_part, {"sitemaps": SITEMAPS}, name="sitemap_part"),
    path("robots.txt", views.robots_txt, name="robots"),
    path("favicon.ico", views.favicon),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("healthz", views.healthz, name="healthz"),
    path("admin/account/", include("editorial.sign_in.urls")),
    path("admin/", admin.site.urls),
]

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.page_not_found
handler500 = views.server_error
