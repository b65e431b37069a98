"""The trail's tables, with triggers that refuse to change or empty them (art. 42)."""

import django.contrib.postgres.fields
import django.core.serializers.json
import django.db.models.deletion
from django.db import migrations, models

PROTECT = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The trail is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_entry_is_never_emptied BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_particular_is_only_erased BEFORE UPDATE ON audit_particular
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
"""
UNPROTECT = """
DROP TRIGGER audit_particular_is_only_erased ON audit_particular;
DROP TRIGGER audit_entry_is_never_emptied ON audit_entry;
DROP TRIGGER audit_entry_stays ON audit_entry;
DROP FUNCTION audit_refuse();
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='time')),
                ('act', models.CharField(max_length=80, verbose_name='act')),
                ('person', models.CharField(blank=True, max_length=150, verbose_name='person')),
                ('person_name', models.CharField(blank=True, max_length=150, verbose_name="person's name")),
                ('organization', models.CharField(blank=True, max_length=64, verbose_name='organization')),
                ('organization_name', models.CharField(blank=True, max_length=200, verbose_name="organization's name")),
                ('post', models.CharField(blank=True, max_length=40, verbose_name='post')),
                ('standing_in_for', models.CharField(blank=True, max_length=150, verbose_name='standing in for')),
                ('case', models.CharField(blank=True, max_length=64, verbose_name='case')),
                ('subject', models.CharField(blank=True, max_length=160, verbose_name='subject')),
                ('article', models.CharField(blank=True, max_length=40, verbose_name='article')),
                ('before', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True, verbose_name='before')),
                ('after', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True, verbose_name='after')),
                ('particulars', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='particulars')),
                ('personal', models.JSONField(default=dict, verbose_name='digests of personal particulars')),
                ('tells', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), default=list, size=None, verbose_name='tells')),
                ('address', models.GenericIPAddressField(null=True, verbose_name='address')),
                ('request_id', models.CharField(blank=True, max_length=64, verbose_name='request id')),
            ],
            options={
                'verbose_name': 'entry in the trail',
                'verbose_name_plural': 'entries in the trail',
                'ordering': ['-id'],
                'default_permissions': ('view',),
                'indexes': [models.Index(fields=['case', 'id'], name='audit_case'), models.Index(fields=['organization', 'at'], name='audit_organization'), models.Index(fields=['person', 'at'], name='audit_person'), models.Index(fields=['subject', 'id'], name='audit_subject'), models.Index(fields=['act', 'id'], name='audit_act'), models.Index(fields=['at'], name='audit_at')],
                'constraints': [models.CheckConstraint(condition=models.Q(('act', ''), _negated=True), name='audit_act_is_named')],
            },
        ),
        migrations.CreateModel(
            name='Particular',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='particular')),
                ('salt', models.CharField(max_length=64, verbose_name='salt of the digest')),
                ('text', models.TextField(verbose_name='text')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='personal_particulars', to='audit.entry')),
            ],
            options={
                'verbose_name': 'personal particular',
                'verbose_name_plural': 'personal particulars',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('entry', 'name'), name='audit_one_text_for_each_particular')],
            },
        ),
        migrations.CreateModel(
            name='Pending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('seal', 'to be sealed'), ('notify', 'to be told'), ('webhook', 'to be sent to platforms')], max_length=20, verbose_name='purpose')),
                ('created', models.DateTimeField(verbose_name='since')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pending', to='audit.entry')),
            ],
            options={
                'verbose_name': 'pending',
                'verbose_name_plural': 'pending',
                'default_permissions': (),
                'indexes': [models.Index(fields=['purpose', 'entry'], name='audit_pending_purpose')],
                'constraints': [models.UniqueConstraint(fields=('entry', 'purpose'), name='audit_pending_once')],
            },
        ),
        migrations.RunSQL(PROTECT, UNPROTECT),
    ]
