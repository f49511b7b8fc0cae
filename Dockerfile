# Stage 1 installs the locked requirements and prepares everything that needs no server; stage 2 is what runs.
FROM python:3.11-slim-bookworm AS build
ENV PYTHONDONTWRITEBYTECODE=1 UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy
RUN pip install --no-cache-dir uv && python -m venv --without-pip /opt/venv
WORKDIR /app
COPY requirements/base.txt requirements/base.txt
RUN uv pip install --no-cache --compile-bytecode --python /opt/venv/bin/python --require-hashes -r requirements/base.txt
COPY . .
# Nothing here is connected to; the values only have to be there.
RUN export PATH=/opt/venv/bin:$PATH SECRET_KEY=unused DATABASE_URL=postgres:///unused REDIS_URL=redis://unused \
    && python -m config.messages compile \
    && STATIC_ROOT=/app/staticfiles python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q config themes ambassadors cms sharehub

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 DATA_DIR=/data STATIC_ROOT=/app/staticfiles
RUN useradd --uid 10001 --home-dir /data --shell /usr/sbin/nologin app \
    && install -d -o app -g app /data /data/media /data/private /data/edge
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
WORKDIR /app
USER app
VOLUME ["/data/media", "/data/private", "/data/edge"]
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s CMD ["python", "-m", "config.probe"]
# GRANIAN_WORKERS and GRANIAN_BLOCKING_THREADS set the size of a host.
ENV GRANIAN_WORKERS=2 GRANIAN_BLOCKING_THREADS=4
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--respawn-failed-workers", "config.wsgi:application"]
