"""Seals, signed heads and their keys, as append-only as the trail; entries leave by a purge alone (art. 42)."""

import django.db.models.deletion
from django.db import migrations, models

STAYING = ("leaf", "subtree", "key", "head")
PROTECT = "".join(
    f"""
CREATE TRIGGER audit_{table}_stays BEFORE UPDATE OR DELETE ON audit_{table}
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_{table}_is_never_emptied BEFORE TRUNCATE ON audit_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""
    for table in STAYING
)
UNPROTECT = "".join(
    f"""
DROP TRIGGER audit_{table}_is_never_emptied ON audit_{table};
DROP TRIGGER audit_{table}_stays ON audit_{table};
"""
    for table in STAYING
)
# Half a year is the least that the law on network security asks for; the database itself insists on it.
PURGE_ONLY = """
CREATE FUNCTION audit_only_purge() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('guishu.purging', true) = 'yes' AND OLD.at < now() - interval '180 days'
        AND EXISTS (SELECT FROM audit_leaf WHERE entry_id = OLD.id) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'The trail is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;
DROP TRIGGER audit_entry_stays ON audit_entry;
CREATE TRIGGER audit_entry_stays BEFORE UPDATE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_entry_leaves_by_purge BEFORE DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_only_purge();
"""
NO_PURGE = """
DROP TRIGGER audit_entry_leaves_by_purge ON audit_entry;
DROP TRIGGER audit_entry_stays ON audit_entry;
DROP FUNCTION audit_only_purge();
CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Key',
            fields=[
                ('id', models.CharField(max_length=8, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=100)),
                ('public', models.BinaryField(max_length=32)),
                ('since', models.DateTimeField()),
                ('endorsement', models.TextField(blank=True)),
            ],
            options={
                'verbose_name': 'public key',
                'verbose_name_plural': 'public keys',
                'ordering': ['since'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Leaf',
            fields=[
                ('position', models.BigIntegerField(primary_key=True, serialize=False)),
                ('hash', models.BinaryField(max_length=32)),
                ('entry', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='leaf', to='audit.entry')),
            ],
            options={
                'verbose_name': 'seal',
                'verbose_name_plural': 'seals',
                'ordering': ['position'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Subtree',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField()),
                ('place', models.BigIntegerField()),
                ('hash', models.BinaryField(max_length=32)),
            ],
            options={
                'verbose_name': 'subtree',
                'verbose_name_plural': 'subtrees',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('level', 'place'), name='audit_one_hash_a_subtree')],
            },
        ),
        migrations.CreateModel(
            name='Head',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.BigIntegerField()),
                ('root', models.BinaryField(max_length=32)),
                ('signed_at', models.DateTimeField()),
                ('signature', models.BinaryField(max_length=64)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='heads', to='audit.key')),
            ],
            options={
                'verbose_name': 'signed head',
                'verbose_name_plural': 'signed heads',
                'ordering': ['-id'],
                'get_latest_by': 'id',
                'default_permissions': (),
                'indexes': [models.Index(fields=['size', 'id'], name='audit_head_size'), models.Index(fields=['signed_at'], name='audit_head_signed')],
            },
        ),
        migrations.RunSQL(PROTECT, UNPROTECT),
        migrations.RunSQL(PURGE_ONLY, NO_PURGE),
    ]
