# 公开哨. `docker build .` gives the slim service; `--target full` adds what old formats need.
# Every RUN below is a command that `make test` or a fresh virtual environment runs too.
FROM python:3.12-slim AS slim
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY parsers parsers
COPY alerts alerts
COPY storage storage
COPY watcher watcher
RUN python -m pip install -c constraints.txt .
RUN useradd --system --uid 10001 --home-dir /data watcher && mkdir /data && chown watcher /data
USER watcher
WORKDIR /data
VOLUME /data
# The heartbeat is written by a job of the service: a dead scheduler makes it stale, whatever it says of itself.
HEALTHCHECK --interval=60s --timeout=10s --start-period=60s --retries=2 CMD ["watcher", "healthy", "-c", "/etc/watcher/config.toml"]
CMD ["watcher", "run", "-c", "/etc/watcher/config.toml"]

FROM slim AS full
USER root
RUN apt-get update && apt-get install -y --no-install-recommends libreoffice-writer-nogui libreoffice-calc-nogui libarchive13 \
    && rm -rf /var/lib/apt/lists/*
RUN python -m pip install -c /app/constraints.txt '/app[archives,ocr]'
USER watcher

FROM slim
