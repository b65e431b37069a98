"""Where MariaDB's server stands on this machine, if it does."""

import shutil

MARIADB = shutil.which("mariadbd", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
