-- What people said a file's columns mean, kept under a name for the next file of that kind.

CREATE TABLE mapping (
  organization_id {uuid} NOT NULL REFERENCES organization,
  name TEXT NOT NULL,
  requests TEXT NOT NULL,  -- a line for each, as after --map
  dates TEXT NOT NULL,     -- dmy, mdy or empty
  PRIMARY KEY (organization_id, name)
) {table};
