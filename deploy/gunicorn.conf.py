"""How gunicorn serves Throughline in production. Each value can be changed from the environment."""

import os
from pathlib import Path

bind = os.environ.get("BIND", "0.0.0.0:8000")
worker_class = "gthread"
# Rate limits are counted in the cache, which processes share over Redis only: without it, one process with more threads.
workers = int(os.environ.get("WEB_WORKERS", "2" if os.environ.get("REDIS_URL") else "1"))
threads = int(os.environ.get("WEB_THREADS", "8"))
timeout = 60
graceful_timeout = 20
max_requests = 5000
max_requests_jitter = 500
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
control_socket_disable = True  # whoever runs it has signals; a socket in a home that may not be there serves nobody
loglevel = "info"
accesslog = "-"
access_log_format = '%(t)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'  # the path without its query, which may hold what people search
