from django.db import migrations

FIRST_VERSIONS = """
INSERT INTO delivery_version
    (resource_id, number, file, rows, size, digest, columns, profile, mode, origin, source, loaded_by, loaded_at, kept)
SELECT id, loads, file, rows, size, digest, columns, '{}', 'full', 'operator', '', '', loaded_at, true
FROM delivery_resource WHERE current_id IS NULL AND kind = 'table';
UPDATE delivery_resource SET current_id = v.id FROM delivery_version v
WHERE v.resource_id = delivery_resource.id AND current_id IS NULL;
"""


class Migration(migrations.Migration):
    """What was mounted before versions were kept becomes the version of that number."""

    dependencies = [
        ("delivery", "0003_versions_and_sources"),
    ]

    operations = [
        migrations.RunSQL(FIRST_VERSIONS, migrations.RunSQL.noop),
    ]
