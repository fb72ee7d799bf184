# The service with its English models, for a machine without internet.
#
#   docker build --tag quotetrail .
#   docker run --publish 8000:8000 --volume quotetrail:/data quotetrail
#
# TORCH_INDEX names an index that carries torch's CPU build; without it pip takes the registry's build, which brings CUDA.

FROM python:3.11-slim-bookworm AS builder
ARG TORCH_INDEX=""
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 VIRTUAL_ENV=/opt/quotetrail PATH=/opt/quotetrail/bin:$PATH
WORKDIR /build
RUN ["python", "-m", "venv", "/opt/quotetrail"]
COPY requirements requirements
RUN pip install --no-deps --require-hashes --requirement requirements/run.lock \
    && pip install ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} --requirement requirements/torch.txt
COPY pyproject.toml LICENSE README.md ./
COPY service service
# `models list` fails when a weight file does not have the checksum of its card.
RUN pip install --no-deps --no-build-isolation . \
    && quotetrail models list

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home --home-dir /data quotetrail \
    && install --directory --owner=quotetrail --group=quotetrail /data
COPY --from=builder /opt/quotetrail /opt/quotetrail
ENV PATH=/opt/quotetrail/bin:$PATH PYTHONUNBUFFERED=1 HF_HUB_OFFLINE=1 QUOTETRAIL_DATA=/data QUOTETRAIL_HOST=0.0.0.0
VOLUME /data
EXPOSE 8000
USER 10001
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=3)"]
ENTRYPOINT ["quotetrail"]
CMD ["serve"]
