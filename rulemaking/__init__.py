"""Procedures that city authorities write for requests within their city (art. 10, 31)."""
