-- Times are seconds since 1970 in UTC. Ids of people, conversations, updates and communities are keyed hashes; "sealed"
-- columns are encrypted with the row's table and id as associated data. The same numbers and columns as in ../sqlite.

CREATE TABLE person (
  id BYTEA PRIMARY KEY,
  platform TEXT NOT NULL,
  sealed BYTEA NOT NULL,
  reachable BIGINT NOT NULL DEFAULT 1
);

CREATE TABLE conversation (
  id BYTEA PRIMARY KEY,
  person_id BYTEA NOT NULL REFERENCES person(id) ON DELETE CASCADE,
  version BIGINT NOT NULL,
  sealed BYTEA NOT NULL,
  -- From then on the sealed bytes count no more and are emptied; what is left a day longer is whether a question waited.
  expires_at BIGINT NOT NULL,
  asked BIGINT NOT NULL
);
CREATE INDEX conversation_person ON conversation (person_id);
CREATE INDEX conversation_expiry ON conversation (expires_at);

-- Updates that were answered: a platform may send one twice.
CREATE TABLE seen (
  id BYTEA PRIMARY KEY,
  person_id BYTEA NOT NULL REFERENCES person(id) ON DELETE CASCADE,
  at BIGINT NOT NULL
);
CREATE INDEX seen_person ON seen (person_id);
CREATE INDEX seen_age ON seen (at);

-- Replies that no platform has confirmed yet.
CREATE TABLE reply (
  id BYTEA PRIMARY KEY,
  person_id BYTEA NOT NULL REFERENCES person(id) ON DELETE CASCADE,
  platform TEXT NOT NULL,
  sealed BYTEA NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX reply_person ON reply (person_id);
CREATE INDEX reply_platform ON reply (platform, at);

CREATE TABLE reminder (
  id BIGINT PRIMARY KEY,
  person_id BYTEA NOT NULL REFERENCES person(id) ON DELETE CASCADE,
  platform TEXT NOT NULL,
  sealed BYTEA NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('session', 'check-in', 'review')),
  local_time TEXT NOT NULL,
  weekdays BIGINT NOT NULL,
  zone TEXT NOT NULL,
  lead TEXT NOT NULL,
  paused_until TEXT,
  skip_dates TEXT NOT NULL,
  first_day TEXT NOT NULL,
  last_day TEXT,
  status TEXT NOT NULL CHECK (status IN ('active', 'paused', 'stopped', 'unreachable')),
  consent_at BIGINT NOT NULL,
  tzdb_version TEXT NOT NULL,
  planned_until BIGINT NOT NULL,
  expires_at BIGINT
);
CREATE INDEX reminder_person ON reminder (person_id);
CREATE INDEX reminder_plan ON reminder (planned_until) WHERE status = 'active';
CREATE INDEX reminder_expiry ON reminder (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE delivery (
  id BIGINT PRIMARY KEY,
  reminder_id BIGINT NOT NULL REFERENCES reminder(id) ON DELETE CASCADE,
  platform TEXT NOT NULL,
  occurs_at BIGINT NOT NULL,
  starts_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  next_attempt_at BIGINT,
  attempts BIGINT NOT NULL DEFAULT 0,
  lease_token BIGINT,
  state TEXT NOT NULL DEFAULT 'scheduled' CHECK (state IN ('scheduled', 'sending', 'sent', 'skipped', 'unknown', 'dead')),
  finished_at BIGINT,
  failure TEXT,
  UNIQUE (reminder_id, occurs_at),
  CHECK ((next_attempt_at IS NULL) = (state IN ('sent', 'skipped', 'unknown', 'dead')))
);
CREATE INDEX delivery_due ON delivery (platform, next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX delivery_finished ON delivery (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX delivery_lease ON delivery (lease_token) WHERE lease_token IS NOT NULL;

-- Pages that a person chose to save.
CREATE TABLE document (
  id BIGINT PRIMARY KEY,
  person_id BYTEA NOT NULL REFERENCES person(id) ON DELETE CASCADE,
  sealed BYTEA NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX document_person ON document (person_id);
CREATE INDEX document_expiry ON document (expires_at);

-- Numbers of check-ins, only for people who asked to be asked.
CREATE TABLE check_in (
  id BIGINT PRIMARY KEY,
  person_id BYTEA NOT NULL REFERENCES person(id) ON DELETE CASCADE,
  sealed BYTEA NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX check_in_person ON check_in (person_id);
CREATE INDEX check_in_expiry ON check_in (expires_at);

-- What a community's moderators chose.
CREATE TABLE community (
  id BYTEA PRIMARY KEY,
  platform TEXT NOT NULL,
  sealed BYTEA NOT NULL
);

-- Daily totals without people.
CREATE TABLE total (
  day TEXT NOT NULL,
  name TEXT NOT NULL,
  amount BIGINT NOT NULL,
  PRIMARY KEY (day, name)
);

-- Who polls or paces for a bot token.
CREATE TABLE lease (
  name TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  until BIGINT NOT NULL
);

-- Small facts about this installation, none of them about people.
CREATE TABLE fact (
  name TEXT PRIMARY KEY,
  held BYTEA NOT NULL
);
