"""Home, navigation, health and the pages that belong to no single room."""
