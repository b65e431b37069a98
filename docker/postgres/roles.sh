#!/bin/sh
# Run once by the PostgreSQL image, on an empty volume: the owner of the tables, and the role the portal works as.
set -eu
psql --username="$POSTGRES_USER" --set=ON_ERROR_STOP=1 \
  --set=owner_password="$OWNER_PASSWORD" --set=portal_password="$PORTAL_PASSWORD" <<'SQL'
CREATE ROLE guishu_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE guishu_app LOGIN PASSWORD :'portal_password';
CREATE DATABASE guishu OWNER guishu_owner;
SQL
