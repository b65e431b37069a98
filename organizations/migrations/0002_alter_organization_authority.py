"""Changes nothing: a place that other rooms' first migrations refer to until they are made anew."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("organizations", "0001_initial")]
    operations: list[migrations.operations.base.Operation] = []
