-- Filters of the list of responses that people keep under a name, for themselves or for everybody in
-- the organization. query: as in the address of the list, checked when it was kept.

CREATE TABLE saved_view (
  organization_id {uuid} NOT NULL REFERENCES organization,
  saved_view_id {uuid} NOT NULL,
  user_id {uuid} NOT NULL,
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  shared {bool} NOT NULL,
  PRIMARY KEY (organization_id, saved_view_id),
  UNIQUE (organization_id, user_id, name)
) {table};
