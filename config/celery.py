"""The Celery application: broker from `REDIS_URL`, tasks found in each room's `tasks.py`."""

import os

from celery import Celery

from config import broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

broker.outlive()
app = Celery("guishu")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
