"""The whole trail as a list for auditors: saved filters, Excel (art. 5, 42)."""
