FROM python:3.13-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1

WORKDIR /app

# The packages first: they change less often than the code.
COPY requirements/base.txt requirements/base.txt
RUN pip install --require-hashes --only-binary=:all: -r requirements/base.txt

COPY manage.py gunicorn.conf.py ./
COPY assessors assessors
COPY bucketing bucketing
COPY projects projects
COPY reports reports
COPY static static
COPY templates templates

# The key below is used for this one command and is no secret.
RUN SECRET_KEY=only-for-collecting python manage.py collectstatic --no-input \
    && python -m compileall -q assessors bucketing projects reports \
    && useradd --uid 10001 --create-home app \
    && install --directory --owner=app --group=app /data /backups

# By number, so that an orchestrator can see it is not root.
USER 10001
ENV DATA_DIR=/data \
    BIND=0.0.0.0:8000
VOLUME /data
EXPOSE 8000
CMD ["gunicorn"]
