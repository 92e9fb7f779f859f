-- What durable ingest needs beside the responses.

-- Counts up with every change of what ingest keeps in memory: questions, units and people.
CREATE TABLE organization_revision (
  organization_id {uuid} NOT NULL PRIMARY KEY REFERENCES organization,
  revision {bigint} NOT NULL
) {table};

-- Replies to requests with an idempotency key, kept for 24 hours. request: a hash of what was asked.
CREATE TABLE kept_reply (
  organization_id {uuid} NOT NULL REFERENCES organization,
  request_key TEXT NOT NULL,
  request TEXT NOT NULL,
  status INTEGER NOT NULL,
  body TEXT NOT NULL,
  kept_at {time} NOT NULL,
  PRIMARY KEY (organization_id, request_key)
) {table};
CREATE INDEX kept_reply_age ON kept_reply (organization_id, kept_at);

-- Forms, surveys and programs that may send webhooks. kind: typeform, formbricks, zendesk, generic.
-- mapping: what their fields mean, one a line. secret is only read to verify a signature.
CREATE TABLE webhook_source (
  organization_id {uuid} NOT NULL REFERENCES organization,
  webhook_source_id {uuid} NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  secret TEXT NOT NULL,
  mapping TEXT NOT NULL,
  enabled {bool} NOT NULL,
  created_at {time} NOT NULL,
  PRIMARY KEY (organization_id, webhook_source_id),
  UNIQUE (organization_id, name)
) {table};

-- What came in, as received. state: 0 received, 1 processed, 2 failed. due_at: when it may be taken
-- up, in the future while somebody works on it.
CREATE TABLE inbox (
  organization_id {uuid} NOT NULL,
  inbox_id {uuid} NOT NULL,
  webhook_source_id {uuid} NOT NULL,
  event_id TEXT NOT NULL,
  body {bytes} NOT NULL,
  received_at {time} NOT NULL,
  state INTEGER NOT NULL,
  due_at {time} NOT NULL,
  attempts INTEGER NOT NULL,
  error TEXT NOT NULL,
  PRIMARY KEY (organization_id, inbox_id),
  UNIQUE (organization_id, webhook_source_id, event_id),
  FOREIGN KEY (organization_id, webhook_source_id) REFERENCES webhook_source
) {table};
CREATE INDEX inbox_due ON inbox (organization_id, due_at) WHERE state = 0;
CREATE INDEX inbox_state ON inbox (organization_id, state, inbox_id);

-- When a response was changed by sending it again, and in what. change_id has the time in it.
-- changed: names such as words, answers, served_by, one a line.
CREATE TABLE response_change (
  organization_id {uuid} NOT NULL,
  response_id {uuid} NOT NULL,
  change_id {uuid} NOT NULL,
  changed_at {time} NOT NULL,
  changed TEXT NOT NULL,
  PRIMARY KEY (organization_id, response_id, change_id),
  FOREIGN KEY (organization_id, response_id) REFERENCES response
) {table};
