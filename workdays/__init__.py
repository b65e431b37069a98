"""The working-day calendar of Guangxi and the terms counted on it."""
