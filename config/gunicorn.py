"""How gunicorn serves the portal: threads in a few processes, sized by WEB_PROCESSES and WEB_THREADS."""

import gc
import os
from typing import Any

host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_PROCESSES", "2"))
threads = int(os.environ.get("WEB_THREADS", "8"))
timeout = 60
graceful_timeout = 10
keepalive = 5
preload_app = True
control_socket_disable = True


def when_ready(server: Any) -> None:
    """What is loaded before the processes part stays shared, and the collector leaves it alone."""
    gc.collect()
    gc.freeze()
