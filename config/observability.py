"""Errors to Sentry and traces to an OpenTelemetry collector, only where an installation has configured them."""

from django.conf import settings


def start(*, process: str) -> None:
    """Begin to report; nothing is imported, sent or slowed where nothing is configured.

    Has to be called before Django builds its middleware.
    """
    if settings.SENTRY_DSN:
        _start_sentry(process)
    if settings.OTEL_EXPORTER_OTLP_ENDPOINT:
        _start_opentelemetry(process)


def _start_sentry(process: str) -> None:
    import sentry_sdk

    # What people wrote, who they are and where they came from stays in the house.
    sentry_sdk.init(dsn=settings.SENTRY_DSN, send_default_pii=False, max_request_body_size="never")
    sentry_sdk.set_tag("process", process)


def _start_opentelemetry(process: str) -> None:
    from opentelemetry import trace
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.instrumentation.celery import CeleryInstrumentor
    from opentelemetry.instrumentation.django import DjangoInstrumentor
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    endpoint = settings.OTEL_EXPORTER_OTLP_ENDPOINT.rstrip("/")
    provider = TracerProvider(resource=Resource.create({"service.name": f"ambassadors-{process}"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{endpoint}/v1/traces")))
    trace.set_tracer_provider(provider)
    DjangoInstrumentor().instrument()
    CeleryInstrumentor().instrument()  # type: ignore[no-untyped-call]
