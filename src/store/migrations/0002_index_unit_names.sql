-- Imports look units up by code or name; without this each look-up read all of an organization's.
CREATE INDEX unit_name ON unit (organization_id, name);
