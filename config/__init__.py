"""Settings, addresses, Celery and the API: wires, holds no rule."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
