-- The first schema: tenants, the lists they are made of, responses with what was found in them, and
-- cells.
--
-- One text for both engines. Words in braces are replaced (src/store/migrations.cc):
--            SQLite                  PostgreSQL
--   {uuid}   BLOB, 16 bytes          uuid
--   {bytes}  BLOB                    bytea
--   {time}   INTEGER, microseconds   timestamptz
--            since 1970 UTC
--   {date}   INTEGER, days since     date
--            1970-01-01
--   {bigint} INTEGER                 bigint
--   {bool}   INTEGER, 0 or 1         boolean
--   {real}   REAL                    double precision
--   {table}  STRICT, WITHOUT ROWID   (nothing)
--
-- organization_id comes first in every primary key and every foreign key, so that the data can be
-- distributed by organization. The one exception is schema_migration.
--
-- Members of dimensions are small numbers, dense within the organization. 0 is the unknown member:
-- it is 0 in cells, whose keys are never NULL, and NULL in references, which it can't satisfy.

CREATE TABLE organization (
  organization_id {uuid} NOT NULL PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL
) {table};

-- The next free number of each dimension. Taking one locks the row until the transaction ends.
CREATE TABLE dimension_counter (
  organization_id {uuid} NOT NULL REFERENCES organization,
  dimension TEXT NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (organization_id, dimension)
) {table};

CREATE TABLE unit (
  organization_id {uuid} NOT NULL REFERENCES organization,
  unit_id INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  parent_id INTEGER,
  PRIMARY KEY (organization_id, unit_id),
  UNIQUE (organization_id, code),
  FOREIGN KEY (organization_id, parent_id) REFERENCES unit DEFERRABLE INITIALLY DEFERRED
) {table};

CREATE TABLE market (
  organization_id {uuid} NOT NULL REFERENCES organization,
  market_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (organization_id, market_id),
  UNIQUE (organization_id, name)
) {table};

CREATE TABLE channel (
  organization_id {uuid} NOT NULL REFERENCES organization,
  channel_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (organization_id, channel_id),
  UNIQUE (organization_id, name)
) {table};

-- aliases: one a line.
CREATE TABLE employee (
  organization_id {uuid} NOT NULL REFERENCES organization,
  employee_id INTEGER NOT NULL,
  code TEXT NOT NULL,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  preferred_name TEXT NOT NULL,
  aliases TEXT NOT NULL,
  email TEXT NOT NULL,
  unit_id INTEGER,
  department TEXT NOT NULL,
  title TEXT NOT NULL,
  leader_id INTEGER,
  employed_from {date},
  employed_until {date},
  PRIMARY KEY (organization_id, employee_id),
  UNIQUE (organization_id, code),
  FOREIGN KEY (organization_id, unit_id) REFERENCES unit,
  FOREIGN KEY (organization_id, leader_id) REFERENCES employee DEFERRABLE INITIALLY DEFERRED
) {table};

CREATE TABLE account (
  organization_id {uuid} NOT NULL REFERENCES organization,
  account_id INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (organization_id, account_id),
  UNIQUE (organization_id, code)
) {table};

CREATE TABLE contact (
  organization_id {uuid} NOT NULL REFERENCES organization,
  contact_id INTEGER NOT NULL,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  account_id INTEGER,
  PRIMARY KEY (organization_id, contact_id),
  UNIQUE (organization_id, email),
  FOREIGN KEY (organization_id, account_id) REFERENCES account
) {table};

-- kind, role: their names. choices: one a line. bins: ascending numbers with commas between them.
CREATE TABLE question (
  organization_id {uuid} NOT NULL REFERENCES organization,
  question_id INTEGER NOT NULL,
  key TEXT NOT NULL,
  version INTEGER NOT NULL,
  kind TEXT NOT NULL,
  role TEXT NOT NULL,
  label TEXT NOT NULL,
  lowest INTEGER NOT NULL,
  highest INTEGER NOT NULL,
  choices TEXT NOT NULL,
  decimals INTEGER NOT NULL,
  bins TEXT NOT NULL,
  PRIMARY KEY (organization_id, question_id),
  UNIQUE (organization_id, key, version)
) {table};

-- Programmes and files that responses come from.
CREATE TABLE source (
  organization_id {uuid} NOT NULL REFERENCES organization,
  source_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (organization_id, source_id),
  UNIQUE (organization_id, name)
) {table};

-- reading: 0 silent, 1 unread, 2 read. served_by, answers: packed, see src/store/packed.h.
CREATE TABLE response (
  organization_id {uuid} NOT NULL,
  response_id {uuid} NOT NULL,
  source_id INTEGER NOT NULL,
  external_id TEXT NOT NULL,
  occurred_on {date},
  received_at {time} NOT NULL,
  market_id INTEGER,
  unit_id INTEGER,
  channel_id INTEGER,
  account_id INTEGER,
  contact_id INTEGER,
  language TEXT NOT NULL,
  reading INTEGER NOT NULL,
  served_by {bytes} NOT NULL,
  answers {bytes} NOT NULL,
  PRIMARY KEY (organization_id, response_id),
  UNIQUE (organization_id, source_id, external_id),
  FOREIGN KEY (organization_id, source_id) REFERENCES source,
  FOREIGN KEY (organization_id, market_id) REFERENCES market,
  FOREIGN KEY (organization_id, unit_id) REFERENCES unit,
  FOREIGN KEY (organization_id, channel_id) REFERENCES channel,
  FOREIGN KEY (organization_id, account_id) REFERENCES account,
  FOREIGN KEY (organization_id, contact_id) REFERENCES contact
) {table};

CREATE TABLE verbatim (
  organization_id {uuid} NOT NULL,
  response_id {uuid} NOT NULL,
  question_id INTEGER NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (organization_id, response_id, question_id),
  FOREIGN KEY (organization_id, response_id) REFERENCES response,
  FOREIGN KEY (organization_id, question_id) REFERENCES question
) {table};

-- place: the order in the response. kind: 0 person, 1 role, 2 team. strength: 0 kind, 1 exemplary.
-- link: 0 linked, 1 ambiguous, 2 unlisted. decision: 0 undecided, 1 accepted, 2 rejected.
-- behaviours: bit i for the i-th of the labelling guide. candidates: packed, see src/store/packed.h.
-- Offsets count code points of the verbatim, ends exclusive.
CREATE TABLE commendation (
  organization_id {uuid} NOT NULL,
  response_id {uuid} NOT NULL,
  commendation_id {uuid} NOT NULL,
  place INTEGER NOT NULL,
  question_id INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  target TEXT NOT NULL,
  mention_start INTEGER NOT NULL,
  mention_end INTEGER NOT NULL,
  evidence_start INTEGER NOT NULL,
  evidence_end INTEGER NOT NULL,
  behaviours INTEGER NOT NULL,
  strength INTEGER NOT NULL,
  probability {real} NOT NULL,
  flagged {bool} NOT NULL,
  sure {bool} NOT NULL,
  link INTEGER NOT NULL,
  employee_id INTEGER,
  candidates {bytes} NOT NULL,
  decision INTEGER NOT NULL,
  decided_by TEXT,
  decided_at {time},
  detector TEXT NOT NULL,
  PRIMARY KEY (organization_id, response_id, commendation_id),
  FOREIGN KEY (organization_id, response_id) REFERENCES response,
  FOREIGN KEY (organization_id, question_id) REFERENCES question,
  FOREIGN KEY (organization_id, employee_id) REFERENCES employee
) {table};

-- Cells, many in one row: those of a month, or of a question and a block of accounts (account cells
-- have no month, and a report reads one question's; question 0 counts every response). The delta tables take what each commit changes, appended and never updated; folding moves
-- it into the other. What is stored is the sum of both. counts: packed, see src/store/packed.h.
CREATE TABLE cell (
  organization_id {uuid} NOT NULL REFERENCES organization,
  month INTEGER NOT NULL,
  counts {bytes} NOT NULL,
  PRIMARY KEY (organization_id, month)
) {table};

CREATE TABLE cell_delta (
  organization_id {uuid} NOT NULL REFERENCES organization,
  month INTEGER NOT NULL,
  commit_id {uuid} NOT NULL,
  counts {bytes} NOT NULL,
  PRIMARY KEY (organization_id, month, commit_id)
) {table};

CREATE TABLE employee_cell (
  organization_id {uuid} NOT NULL REFERENCES organization,
  month INTEGER NOT NULL,
  counts {bytes} NOT NULL,
  PRIMARY KEY (organization_id, month)
) {table};

CREATE TABLE employee_cell_delta (
  organization_id {uuid} NOT NULL REFERENCES organization,
  month INTEGER NOT NULL,
  commit_id {uuid} NOT NULL,
  counts {bytes} NOT NULL,
  PRIMARY KEY (organization_id, month, commit_id)
) {table};

CREATE TABLE account_cell (
  organization_id {uuid} NOT NULL REFERENCES organization,
  question_id INTEGER NOT NULL,
  block INTEGER NOT NULL,
  counts {bytes} NOT NULL,
  PRIMARY KEY (organization_id, question_id, block)
) {table};

CREATE TABLE account_cell_delta (
  organization_id {uuid} NOT NULL REFERENCES organization,
  question_id INTEGER NOT NULL,
  commit_id {uuid} NOT NULL,
  counts {bytes} NOT NULL,
  PRIMARY KEY (organization_id, question_id, commit_id)
) {table};

CREATE TABLE import_run (
  organization_id {uuid} NOT NULL REFERENCES organization,
  import_id {uuid} NOT NULL,
  fingerprint TEXT NOT NULL,
  source TEXT NOT NULL,
  bytes_done {bigint} NOT NULL,
  line {bigint} NOT NULL,
  rows_read {bigint} NOT NULL,
  rows_added {bigint} NOT NULL,
  rows_updated {bigint} NOT NULL,
  rows_unchanged {bigint} NOT NULL,
  rows_rejected {bigint} NOT NULL,
  reject_bytes {bigint} NOT NULL,
  finished {bool} NOT NULL,
  PRIMARY KEY (organization_id, import_id)
) {table};

CREATE INDEX import_run_unfinished ON import_run (organization_id, fingerprint) WHERE NOT finished;
