-- What people decide about commendations, and the queue of those that wait for it.

-- Counts up with every change of the row: whoever decides says which version was looked at.
ALTER TABLE commendation ADD COLUMN version INTEGER NOT NULL DEFAULT 0;

-- Decisions as they were made; one taken back stays, with who did that. version: the one of the
-- commendation that this decision made. what: 0 accepted, 1 rejected, 2 added by a person. …_before:
-- how the commendation stood, for taking back; of the first decision, what detection had found.
-- A commendation whose words were changed later is gone, and its decisions are not.
CREATE TABLE decision (
  organization_id {uuid} NOT NULL,
  response_id {uuid} NOT NULL,
  commendation_id {uuid} NOT NULL,
  version INTEGER NOT NULL,
  what INTEGER NOT NULL,
  decided_by TEXT NOT NULL,
  decided_by_id {uuid},
  decided_at {time} NOT NULL,
  decision_before INTEGER NOT NULL,
  link_before INTEGER NOT NULL,
  employee_before INTEGER,
  behaviours_before INTEGER NOT NULL,
  strength_before INTEGER NOT NULL,
  decided_by_before TEXT,
  decided_at_before {time},
  undone_by TEXT,
  undone_at {time},
  PRIMARY KEY (organization_id, response_id, commendation_id, version),
  FOREIGN KEY (organization_id, response_id) REFERENCES response,
  FOREIGN KEY (organization_id, employee_before) REFERENCES employee
) {table};

CREATE INDEX decision_made ON decision (organization_id, decided_at);

-- People and programs name a commendation by its id alone.
CREATE UNIQUE INDEX commendation_only ON commendation (organization_id, commendation_id);

-- The queue by how near a probability is to the threshold, in twentieths; sure ones of whom it isn't
-- known who is meant; the other sure ones, of which a share is looked at. Each commendation that is
-- not decided is in one of the three.
CREATE INDEX commendation_unsure
  ON commendation (organization_id, round(probability * 20), response_id, place)
  WHERE decision = 0 AND NOT sure;
CREATE INDEX commendation_who ON commendation (organization_id, response_id, place)
  WHERE decision = 0 AND sure AND link = 1;
CREATE INDEX commendation_sure ON commendation (organization_id, response_id, place)
  WHERE decision = 0 AND sure AND link <> 1;
