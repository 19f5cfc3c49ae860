-- Lets the site's account read and write rows, and leaves the tables themselves to another one
-- (docs/operations.md). As postgres, in the site's database; may be run again.
DO $$
BEGIN
    EXECUTE format('ALTER DATABASE %I OWNER TO "bbmri-be-owner"', current_database());
END $$;
REASSIGN OWNED BY "bbmri-be" TO "bbmri-be-owner";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "bbmri-be";
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "bbmri-be";
-- What later versions add.
ALTER DEFAULT PRIVILEGES FOR ROLE "bbmri-be-owner"
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "bbmri-be";
ALTER DEFAULT PRIVILEGES FOR ROLE "bbmri-be-owner"
    GRANT USAGE, SELECT ON SEQUENCES TO "bbmri-be";
