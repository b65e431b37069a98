"""The append-only trail of every act (art. 5, 42)."""
