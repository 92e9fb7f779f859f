-- What an organization decides about itself, and what it decides for one unit and those below it.
-- Which names and values there are: src/model/settings.h. What is not there has its default.

CREATE TABLE organization_setting (
  organization_id {uuid} NOT NULL REFERENCES organization,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (organization_id, name)
) {table};

CREATE TABLE unit_setting (
  organization_id {uuid} NOT NULL REFERENCES organization,
  unit_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (organization_id, unit_id, name),
  FOREIGN KEY (organization_id, unit_id) REFERENCES unit
) {table};
