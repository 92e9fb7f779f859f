-- What a clustered interval needs of a block of folded account cells, added up over its accounts, so
-- that a report reads a few hundred bytes instead of every account. Written with the block it is of;
-- a block folded by an earlier version has none, and is read account by account until it is folded
-- again. sums: packed, see src/store/account_cells.cc.
CREATE TABLE account_sums (
  organization_id {uuid} NOT NULL REFERENCES organization,
  question_id INTEGER NOT NULL,
  block INTEGER NOT NULL,
  sums {bytes} NOT NULL,
  PRIMARY KEY (organization_id, question_id, block)
) {table};
