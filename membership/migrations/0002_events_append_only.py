from django.db import migrations

CREATE = """
CREATE FUNCTION membership_event_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'membership_event_append_only: events are never changed or deleted'
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER membership_event_append_only
    BEFORE UPDATE OR DELETE ON membership_event
    FOR EACH ROW EXECUTE FUNCTION membership_event_append_only();
"""

DROP = """
DROP TRIGGER membership_event_append_only ON membership_event;
DROP FUNCTION membership_event_append_only;
"""


class Migration(migrations.Migration):
    dependencies = [("membership", "0001_applications")]

    operations = [migrations.RunSQL(CREATE, DROP)]
