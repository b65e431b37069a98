"""Starts PostgreSQL, Valkey and the portal from wheels, in one supervised process."""
