"""The project's own lint: rules that no general tool knows, each with its reason."""
