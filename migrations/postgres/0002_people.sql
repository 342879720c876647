-- The day (since 1970) on which a person last wrote: some time after it they are let go, if nothing else is held of them.
ALTER TABLE person ADD COLUMN wrote_on BIGINT NOT NULL DEFAULT 0;
UPDATE person SET wrote_on = CAST(EXTRACT(EPOCH FROM now()) AS BIGINT) / 86400;
CREATE INDEX person_age ON person (platform, wrote_on);
