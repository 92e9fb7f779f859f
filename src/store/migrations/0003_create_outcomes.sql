-- Outcome events: what customers did (bought, renewed, came back, sent somebody, left), as imported
-- from the business's own records. Nothing refers to one, so what identifies it outside is its key:
-- importing it again updates it in place.
--
-- kind: 0 purchase, 1 renewal, 2 visit, 3 referral, 4 churn. amount: in minor units of the
-- currency, which is empty when there is no amount.
CREATE TABLE outcome (
  organization_id {uuid} NOT NULL,
  source_id INTEGER NOT NULL,
  external_id TEXT NOT NULL,
  kind INTEGER NOT NULL,
  occurred_on {date} NOT NULL,
  account_id INTEGER,
  contact_id INTEGER,
  amount {bigint},
  currency TEXT NOT NULL,
  PRIMARY KEY (organization_id, source_id, external_id),
  FOREIGN KEY (organization_id, source_id) REFERENCES source,
  FOREIGN KEY (organization_id, account_id) REFERENCES account,
  FOREIGN KEY (organization_id, contact_id) REFERENCES contact
) {table};
