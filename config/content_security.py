"""One strict content security policy for our pages; Wagtail's and Django's admin get what their own scripts need."""

from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponseBase

_ADMIN_PATHS = ("/cms/", "/django-admin/")


class ContentSecurityMiddleware(CSPMiddleware):
    """Sends the policy of settings; pages of the admin sites may also use inline script and style."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path.startswith(_ADMIN_PATHS) and not hasattr(response, "_csp_replace"):
            response._csp_replace = {  # type: ignore[attr-defined]
                "script-src": ["'self'", "'unsafe-inline'"],
                "style-src": ["'self'", "'unsafe-inline'"],
            }
        return super().process_response(request, response)
