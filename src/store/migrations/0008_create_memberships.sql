-- Who belongs to an organization, which programs may use it, and who did what in it.

-- role: owner, programme-lead, … as src/model/access.h names them. accepted_at: NULL until the
-- invitation was followed.
CREATE TABLE membership (
  organization_id {uuid} NOT NULL REFERENCES organization,
  user_id {uuid} NOT NULL,
  role TEXT NOT NULL,
  employee_id INTEGER,
  unit_id INTEGER,
  created_at {time} NOT NULL,
  accepted_at {time},
  PRIMARY KEY (organization_id, user_id),
  FOREIGN KEY (organization_id, employee_id) REFERENCES employee,
  FOREIGN KEY (organization_id, unit_id) REFERENCES unit
) {table};

CREATE INDEX membership_user ON membership (user_id);

-- secret_hash: as in session. The organization is part of what the program shows, so a token is
-- found by this key. scopes: their names with spaces between. created_by: NULL when made by a
-- command.
CREATE TABLE api_token (
  organization_id {uuid} NOT NULL REFERENCES organization,
  secret_hash {bytes} NOT NULL,
  token_id {uuid} NOT NULL,
  name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  created_by {uuid},
  created_at {time} NOT NULL,
  expires_at {time},
  used_at {time},
  revoked_at {time},
  PRIMARY KEY (organization_id, secret_hash),
  UNIQUE (organization_id, token_id)
) {table};

-- Appended, never changed. event_id ascends with time. actor_kind: user, token, command, program.
CREATE TABLE audit_event (
  organization_id {uuid} NOT NULL REFERENCES organization,
  event_id {uuid} NOT NULL,
  at {time} NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id {uuid},
  actor_name TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  details TEXT NOT NULL,
  PRIMARY KEY (organization_id, event_id)
) {table};

CREATE INDEX audit_event_subject ON audit_event (organization_id, subject, subject_id, event_id);
CREATE INDEX audit_event_actor ON audit_event (organization_id, actor_id, event_id);

-- Whom somebody leads and what is below a unit is asked at sign-in and every few seconds after.
CREATE INDEX employee_leader ON employee (organization_id, leader_id);
CREATE INDEX employee_unit ON employee (organization_id, unit_id);
CREATE INDEX unit_parent ON unit (organization_id, parent_id);
