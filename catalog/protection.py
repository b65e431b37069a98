"""Triggers that keep a published version and its fields as they were, whatever the code does (art. 21)."""

SEAL = """
CREATE FUNCTION catalog_version_is_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'version % of entry % is published and cannot be changed', OLD.number, OLD.entry_id;
END $$;
CREATE TRIGGER catalog_version_sealed BEFORE UPDATE OR DELETE ON catalog_entryversion
    FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION catalog_version_is_sealed();
CREATE FUNCTION catalog_field_is_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM catalog_entryversion WHERE id = OLD.version_id AND published_at IS NOT NULL) THEN
        RAISE EXCEPTION 'field % belongs to a published version and cannot be changed', OLD.name;
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER catalog_field_sealed BEFORE UPDATE OR DELETE ON catalog_field
    FOR EACH ROW EXECUTE FUNCTION catalog_field_is_sealed();
"""
UNSEAL = """
DROP TRIGGER catalog_field_sealed ON catalog_field;
DROP FUNCTION catalog_field_is_sealed();
DROP TRIGGER catalog_version_sealed ON catalog_entryversion;
DROP FUNCTION catalog_version_is_sealed();
"""
