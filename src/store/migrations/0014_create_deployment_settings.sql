-- What the whole deployment keeps about itself: the fingerprint of the key that secrets are sealed
-- with.

CREATE TABLE deployment_setting (
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (name)
) {table};
