"""The database refuses auditors who run the system, and posts of citizens, whoever writes the rows."""

from django.db import migrations

GUARD = """
CREATE FUNCTION organizations_exclusive(person bigint, post text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM organizations_user u WHERE u.id = person AND u.kind <> 'staff';
    IF FOUND THEN
        RAISE check_violation USING CONSTRAINT = 'only_staff_hold_posts', MESSAGE = 'Only staff hold posts.';
    END IF;
    PERFORM FROM organizations_user u
        WHERE u.id = person AND post = 'auditor' AND u.administrator_kind IN ('system', 'security');
    IF FOUND THEN
        RAISE check_violation USING CONSTRAINT = 'auditors_do_not_run_the_system',
            MESSAGE = 'System and security administrators cannot be auditors.';
    END IF;
END $$;

CREATE FUNCTION organizations_post_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM organizations_exclusive(NEW.user_id, NEW.kind);
    RETURN NEW;
END $$;

CREATE FUNCTION organizations_stand_in_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM organizations_exclusive(NEW.user_id, p.kind) FROM organizations_post p WHERE p.id = NEW.post_id;
    RETURN NEW;
END $$;

CREATE FUNCTION organizations_person_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE today date := (now() AT TIME ZONE 'Asia/Shanghai')::date;
BEGIN
    PERFORM organizations_exclusive_held(NEW.id, NEW.kind, NEW.administrator_kind, today);
    RETURN NEW;
END $$;

CREATE FUNCTION organizations_exclusive_held(person bigint, is_kind text, administers text, today date)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF is_kind = 'staff' AND administers NOT IN ('system', 'security') THEN RETURN; END IF;
    PERFORM FROM (
        SELECT p.kind FROM organizations_post p
        WHERE p.user_id = person AND (p.ends IS NULL OR p.ends >= today)
        UNION ALL
        SELECT p.kind FROM organizations_standin s JOIN organizations_post p ON p.id = s.post_id
        WHERE s.user_id = person AND s.ends >= today
    ) held WHERE is_kind <> 'staff' OR held.kind = 'auditor';
    IF FOUND THEN
        RAISE check_violation USING CONSTRAINT = 'auditors_do_not_run_the_system',
            MESSAGE = 'This person holds a post that excludes it.';
    END IF;
END $$;

CREATE TRIGGER post_guard BEFORE INSERT OR UPDATE OF user_id, kind ON organizations_post
    FOR EACH ROW EXECUTE FUNCTION organizations_post_guard();
CREATE TRIGGER stand_in_guard BEFORE INSERT OR UPDATE OF user_id, post_id ON organizations_standin
    FOR EACH ROW EXECUTE FUNCTION organizations_stand_in_guard();
CREATE TRIGGER person_guard BEFORE UPDATE OF kind, administrator_kind ON organizations_user
    FOR EACH ROW WHEN (OLD.kind <> NEW.kind OR OLD.administrator_kind <> NEW.administrator_kind)
    EXECUTE FUNCTION organizations_person_guard();
"""
UNGUARD = """
DROP TRIGGER person_guard ON organizations_user;
DROP TRIGGER stand_in_guard ON organizations_standin;
DROP TRIGGER post_guard ON organizations_post;
DROP FUNCTION organizations_person_guard();
DROP FUNCTION organizations_exclusive_held(bigint, text, text, date);
DROP FUNCTION organizations_stand_in_guard();
DROP FUNCTION organizations_post_guard();
DROP FUNCTION organizations_exclusive(bigint, text);
"""


class Migration(migrations.Migration):
    dependencies = [("organizations", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
