# One image for web, worker, beat and migrations.
FROM node:22-slim AS assets
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM python:3.12-slim AS packages
COPY requirements/base.txt /base.txt
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r /base.txt

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /app guishu \
    && install --directory --owner=guishu /var/lib/guishu /var/lib/guishu/storage
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 VAR=/var/lib/guishu HOST=0.0.0.0 PORT=8000
WORKDIR /app
COPY --from=packages /venv /venv
COPY . .
COPY --from=assets /app/node_modules node_modules
# Both commands read settings but reach no store; these values are gone after the line.
RUN export SECRET_KEY=none DATABASE_URL=postgres://nobody@/none REDIS_URL=unix:///none \
    && python manage.py compile_catalogues \
    && python manage.py collectstatic --no-input --verbosity 0
USER guishu
EXPOSE 8000
CMD ["gunicorn", "--config", "python:config.gunicorn", "config.wsgi"]
