-- Praise models that learned from an organization's own decisions. checksum: BLAKE2b-256 of the
-- bytes. version: how the model calls itself. flag: its threshold. card: what it was made from and how it did, for
-- people. At most one is in use; without one it is the program's own.
CREATE TABLE organization_model (
  organization_id {uuid} NOT NULL REFERENCES organization,
  model_number INTEGER NOT NULL,
  version TEXT NOT NULL,
  bytes {bytes} NOT NULL,
  checksum {bytes} NOT NULL,
  card TEXT NOT NULL,
  made_at {time} NOT NULL,
  made_by TEXT NOT NULL,
  texts INTEGER NOT NULL,
  seed {bigint} NOT NULL,
  flag {real} NOT NULL,
  in_use {bool} NOT NULL,
  PRIMARY KEY (organization_id, model_number)
) {table};

CREATE UNIQUE INDEX organization_model_in_use ON organization_model (organization_id) WHERE in_use;
