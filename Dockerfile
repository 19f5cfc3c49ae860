# The same image serves the site, runs the mail worker and prepares the database (compose.yaml).
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /srv

COPY requirements/production.txt requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/production.txt

COPY manage.py ./
COPY bbmri_be bbmri_be
COPY biobanks biobanks
COPY pages pages
COPY membership membership
COPY templates templates
COPY static static
COPY locale locale
COPY docs/staff-guide.md docs/

# Static files are named by their content now; the values only satisfy the settings.
RUN SECRET_KEY=build DATABASE_URL=postgres://build/build ALLOWED_HOSTS=build \
    SITE_URL=https://build EMAIL_URL=file: DEFAULT_FROM_EMAIL=build@build STAFF_EMAILS=build@build \
    python manage.py collectstatic --no-input

RUN useradd --system --uid 10001 site
USER 10001

EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz/', timeout=2)"]
CMD ["gunicorn", "--config", "python:bbmri_be.gunicorn", "bbmri_be.wsgi"]
