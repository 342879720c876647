-- A person's updates lie side by side: they are asked for by person and update, and a turn writes one page of them.
CREATE TABLE seen_by_person (
  id BLOB NOT NULL,
  person_id BLOB NOT NULL REFERENCES person(id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  PRIMARY KEY (person_id, id)
) WITHOUT ROWID;
INSERT INTO seen_by_person (id, person_id, at) SELECT id, person_id, at FROM seen;
DROP TABLE seen;
ALTER TABLE seen_by_person RENAME TO seen;
CREATE INDEX seen_age ON seen (at);

-- The day (since 1970, in UTC) of expires_at. That is written by every turn, its day seldom, and so the index too.
ALTER TABLE conversation ADD COLUMN expires_on INTEGER NOT NULL DEFAULT 0;
UPDATE conversation SET expires_on = expires_at / 86400;
DROP INDEX conversation_expiry;
CREATE INDEX conversation_expiry ON conversation (expires_on);
