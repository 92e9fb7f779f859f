-- How people sign in. A person may belong to several organizations, so these four tables belong to
-- none: together with schema_migration they are the deployment's own. Nothing in them or outside
-- refers across that border; what must go together is deleted together by src/store.

-- address: lower case. password: argon2id as libsodium writes it, with its salt and cost; empty
-- until the first one is set.
CREATE TABLE login (
  user_id {uuid} NOT NULL PRIMARY KEY,
  address TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  password TEXT NOT NULL,
  created_at {time} NOT NULL
) {table};

-- secret_hash here and below: BLAKE2b-256 of 32 random bytes in base64url. The secret itself is only
-- in the cookie or link. device: what the browser calls itself, for the list of one's sessions.
CREATE TABLE session (
  secret_hash {bytes} NOT NULL PRIMARY KEY,
  session_id {uuid} NOT NULL UNIQUE,
  user_id {uuid} NOT NULL REFERENCES login,
  device TEXT NOT NULL,
  created_at {time} NOT NULL,
  seen_at {time} NOT NULL
) {table};

CREATE INDEX session_login ON session (user_id);
CREATE INDEX session_seen ON session (seen_at);

-- purpose: 0 sets a new password, 1 invites to the organization. Deleted when used.
CREATE TABLE one_time_link (
  secret_hash {bytes} NOT NULL PRIMARY KEY,
  user_id {uuid} NOT NULL REFERENCES login,
  purpose INTEGER NOT NULL,
  organization_id {uuid},
  expires_at {time} NOT NULL
) {table};

CREATE INDEX one_time_link_login ON one_time_link (user_id);

-- How often somebody tried lately, by the BLAKE2b-256 of what is counted (an address, a client).
-- empty_at: when the bucket has run empty, see src/app/throttle.h.
CREATE TABLE throttle (
  key_hash {bytes} NOT NULL PRIMARY KEY,
  empty_at {time} NOT NULL
) {table};

CREATE INDEX throttle_empty ON throttle (empty_at);
