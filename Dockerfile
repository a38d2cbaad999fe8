# Kith as a service. Built from this checkout; the store is a Neo4j beside it (docker-compose.yml).
FROM python:3.11.14-slim-bookworm
RUN useradd --create-home --uid 10001 kith
WORKDIR /srv/kith
COPY .ci/requirements.txt .ci/requirements.txt
RUN pip install --no-cache-dir --require-hashes -r .ci/requirements.txt
COPY pyproject.toml README.md ./
COPY graph graph
COPY ingest ingest
COPY queries queries
COPY api api
RUN pip install --no-cache-dir --no-deps --no-build-isolation . && mkdir /var/lib/kith && chown kith /var/lib/kith
USER kith
ENV KITH_STATE=/var/lib/kith KITH_HOST=0.0.0.0 KITH_PORT=8000
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
CMD ["kith", "serve"]
