-- A person's updates lie side by side: they are asked for by person and update, and a turn writes one page of them.
ALTER TABLE seen DROP CONSTRAINT seen_pkey;
ALTER TABLE seen ADD PRIMARY KEY (person_id, id);
DROP INDEX seen_person;

-- The day (since 1970, in UTC) of expires_at. That is written by every turn, its day seldom, and so the index too.
ALTER TABLE conversation ADD COLUMN expires_on BIGINT NOT NULL DEFAULT 0;
UPDATE conversation SET expires_on = expires_at / 86400;
DROP INDEX conversation_expiry;
CREATE INDEX conversation_expiry ON conversation (expires_on);
