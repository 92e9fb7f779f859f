-- Files of responses that people import on the pages: where each stands, from its upload to its
-- result. The file itself lies in the uploads folder of the server. state: 0 is being looked at,
-- 1 waits for a person, 2 is being imported, 3 is imported, 4 can't be used. requests: what people
-- said its columns mean, a line each. look, result: JSON, see src/app/import_files.h. leased_until:
-- nobody else works on it before.

CREATE TABLE import_file (
  organization_id {uuid} NOT NULL REFERENCES organization,
  import_file_id {uuid} NOT NULL,
  name TEXT NOT NULL,
  source TEXT NOT NULL,
  bytes {bigint} NOT NULL,
  uploaded_by TEXT NOT NULL,
  uploaded_at {time} NOT NULL,
  state INTEGER NOT NULL,
  requests TEXT NOT NULL,
  dates TEXT NOT NULL,
  look TEXT NOT NULL,
  problem TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  result TEXT NOT NULL,
  leased_until {time} NOT NULL,
  PRIMARY KEY (organization_id, import_file_id)
) {table};

CREATE INDEX import_file_due ON import_file (organization_id, state, import_file_id)
  WHERE state = 0 OR state = 2;

CREATE INDEX import_run_fingerprint ON import_run (organization_id, fingerprint, import_id);
