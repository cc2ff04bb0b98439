# Haven as a container: no PyTorch, no compiler, not root. It writes to its two volumes only.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    HAVEN_DATA_DIR=/var/lib/haven/data \
    HAVEN_KEY_FILE=/var/lib/haven/key/key

# The folders exist and belong to haven before the volumes are laid over them, so that new volumes belong to it too.
RUN useradd --system --uid 10001 --home-dir /var/lib/haven haven \
    && install -d -o haven -g haven -m 0700 /var/lib/haven /var/lib/haven/data /var/lib/haven/key

WORKDIR /srv/haven

COPY requirements/core.txt requirements/core.txt
RUN python -m pip install --no-cache-dir --require-hashes --only-binary :all: --no-deps -r requirements/core.txt

COPY LICENSE pyproject.toml ./
COPY core core
COPY moderation moderation
COPY events events
COPY config config
COPY cogs cogs
COPY bot bot
RUN python -m compileall -q .

USER 10001

# Two volumes, so that a copy of the data alone can't be read.
VOLUME ["/var/lib/haven/data", "/var/lib/haven/key"]

HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8060/healthz', timeout=4)"]

STOPSIGNAL SIGTERM
CMD ["python", "-m", "bot", "run"]
