"""Documents that cannot lie: written from the code, compared with it in the tests."""
