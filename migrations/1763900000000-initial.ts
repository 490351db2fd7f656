import type { MigrationInterface, QueryRunner } from 'typeorm';

const DEFAULT_POSITION = '00000000-0000-7000-8000-000000000001';

const tables = [
  `CREATE TABLE locations (
     id uuid NOT NULL,
     name text NOT NULL,
     time_zone text NOT NULL,
     version integer NOT NULL DEFAULT 1,
     CONSTRAINT locations_pkey PRIMARY KEY (id),
     CONSTRAINT locations_name UNIQUE (name)
   )`,
  `CREATE TABLE settings (
     id boolean NOT NULL DEFAULT true,
     institution_name text NOT NULL,
     time_zone text NOT NULL,
     week_starts_on smallint NOT NULL,
     version integer NOT NULL DEFAULT 1,
     CONSTRAINT settings_pkey PRIMARY KEY (id),
     CONSTRAINT settings_week CHECK (week_starts_on BETWEEN 1 AND 7),
     CONSTRAINT settings_single CHECK (id)
   )`,
  `CREATE TABLE users (
     id uuid NOT NULL,
     email text NOT NULL,
     name text NOT NULL,
     role text NOT NULL,
     password_hash text,
     created_at timestamptz NOT NULL,
     removed_at timestamptz,
     version integer NOT NULL DEFAULT 1,
     CONSTRAINT users_pkey PRIMARY KEY (id),
     CONSTRAINT users_role CHECK (role IN ('admin', 'supervisor', 'campus_it', 'operator'))
   )`,
  `CREATE UNIQUE INDEX users_email ON users (email) WHERE removed_at IS NULL`,
  `CREATE TABLE user_locations (
     user_id uuid NOT NULL,
     location_id uuid NOT NULL,
     CONSTRAINT user_locations_pkey PRIMARY KEY (user_id, location_id)
   )`,
  `CREATE TABLE sessions (
     id uuid NOT NULL,
     user_id uuid NOT NULL,
     digest bytea NOT NULL,
     created_at timestamptz NOT NULL,
     seen_at timestamptz NOT NULL,
     expires_at timestamptz NOT NULL,
     CONSTRAINT sessions_pkey PRIMARY KEY (id),
     CONSTRAINT sessions_digest UNIQUE (digest)
   )`,
  `CREATE INDEX sessions_user ON sessions (user_id)`,
  `CREATE TABLE invitations (
     id uuid NOT NULL,
     user_id uuid NOT NULL,
     digest bytea NOT NULL,
     created_at timestamptz NOT NULL,
     expires_at timestamptz NOT NULL,
     CONSTRAINT invitations_pkey PRIMARY KEY (id),
     CONSTRAINT invitations_one_each UNIQUE (user_id),
     CONSTRAINT invitations_digest UNIQUE (digest)
   )`,
  `CREATE TABLE api_keys (
     id uuid NOT NULL,
     name text NOT NULL,
     digest bytea NOT NULL,
     scopes text[] NOT NULL,
     created_by uuid NOT NULL,
     created_at timestamptz NOT NULL,
     expires_at timestamptz,
     revoked_at timestamptz,
     CONSTRAINT api_keys_pkey PRIMARY KEY (id),
     CONSTRAINT api_keys_digest UNIQUE (digest)
   )`,
  `CREATE TABLE positions (
     id uuid NOT NULL,
     name text NOT NULL,
     hourly_cost numeric(10,2),
     is_default boolean NOT NULL DEFAULT false,
     version integer NOT NULL DEFAULT 1,
     CONSTRAINT positions_pkey PRIMARY KEY (id),
     CONSTRAINT positions_name UNIQUE (name),
     CONSTRAINT positions_cost CHECK (hourly_cost >= 0)
   )`,
  `CREATE UNIQUE INDEX positions_default ON positions (is_default) WHERE is_default`,
  `CREATE TABLE operators (
     id uuid NOT NULL,
     user_id uuid NOT NULL,
     weekly_hour_cap double precision,
     employee_id text,
     deactivated_on date,
     deactivation_reason text,
     version integer NOT NULL DEFAULT 1,
     CONSTRAINT operators_pkey PRIMARY KEY (id),
     CONSTRAINT operators_user UNIQUE (user_id),
     CONSTRAINT operators_cap CHECK (weekly_hour_cap BETWEEN 0 AND 168)
   )`,
  `CREATE TABLE operator_positions (
     operator_id uuid NOT NULL,
     position_id uuid NOT NULL,
     CONSTRAINT operator_positions_pkey PRIMARY KEY (operator_id, position_id)
   )`,
  `CREATE TABLE coverage_hours (
     id uuid NOT NULL,
     location_id uuid NOT NULL,
     position_id uuid NOT NULL,
     weekdays smallint[] NOT NULL,
     starts_at time NOT NULL,
     ends_at time NOT NULL,
     required smallint NOT NULL,
     effective_from date NOT NULL,
     effective_to date,
     version integer NOT NULL DEFAULT 1,
     CONSTRAINT coverage_hours_pkey PRIMARY KEY (id),
     CONSTRAINT coverage_hours_weekdays CHECK (cardinality(weekdays) BETWEEN 1 AND 7),
     CONSTRAINT coverage_hours_effective CHECK (effective_to >= effective_from),
     CONSTRAINT coverage_hours_required CHECK (required BETWEEN 0 AND 200)
   )`,
  `CREATE INDEX coverage_hours_location ON coverage_hours (location_id)`,
  `CREATE TABLE coverage_exceptions (
     id uuid NOT NULL,
     location_id uuid NOT NULL,
     date date NOT NULL,
     kind text NOT NULL,
     reason text NOT NULL,
     version integer NOT NULL DEFAULT 1,
     CONSTRAINT coverage_exceptions_pkey PRIMARY KEY (id),
     CONSTRAINT coverage_exceptions_once UNIQUE (location_id, date),
     CONSTRAINT coverage_exceptions_kind CHECK (kind IN ('closed', 'special'))
   )`,
  `CREATE TABLE coverage_exception_hours (
     exception_id uuid NOT NULL,
     ordinal smallint NOT NULL,
     position_id uuid NOT NULL,
     starts_at time NOT NULL,
     ends_at time NOT NULL,
     required smallint NOT NULL,
     CONSTRAINT coverage_exception_hours_pkey PRIMARY KEY (exception_id, ordinal),
     CONSTRAINT coverage_exception_hours_required CHECK (required BETWEEN 0 AND 200)
   )`,
  `CREATE TABLE coverage_alerts (
     id uuid NOT NULL,
     location_id uuid NOT NULL,
     position_id uuid NOT NULL,
     date date NOT NULL,
     status text NOT NULL,
     stretches jsonb NOT NULL,
     first_seen_at timestamptz NOT NULL,
     last_seen_at timestamptz NOT NULL,
     closed_at timestamptz,
     CONSTRAINT coverage_alerts_pkey PRIMARY KEY (id),
     CONSTRAINT coverage_alerts_once UNIQUE (location_id, position_id, date),
     CONSTRAINT coverage_alerts_status CHECK (status IN ('open', 'filled', 'past', 'withdrawn'))
   )`,
  `CREATE INDEX coverage_alerts_open ON coverage_alerts (location_id, date) WHERE status = 'open'`,
  `CREATE TABLE coverage_scans (
     id uuid NOT NULL,
     started_at timestamptz NOT NULL,
     finished_at timestamptz NOT NULL,
     scanned_to timestamptz NOT NULL,
     locations integer NOT NULL,
     opened integer NOT NULL,
     closed integer NOT NULL,
     open integer NOT NULL,
     CONSTRAINT coverage_scans_pkey PRIMARY KEY (id)
   )`,
  `CREATE TABLE pilots (
     id uuid NOT NULL,
     name text NOT NULL,
     baseline_from date NOT NULL,
     baseline_to date NOT NULL,
     pilot_from date NOT NULL,
     pilot_to date NOT NULL,
     exclusions jsonb NOT NULL,
     targets jsonb NOT NULL,
     fixed_costs numeric(12,2),
     version integer NOT NULL DEFAULT 1,
     CONSTRAINT pilots_pkey PRIMARY KEY (id),
     CONSTRAINT pilots_name UNIQUE (name),
     CONSTRAINT pilots_pilot CHECK (pilot_to > pilot_from),
     CONSTRAINT pilots_baseline CHECK (baseline_to > baseline_from)
   )`,
  `CREATE TABLE pilot_locations (
     pilot_id uuid NOT NULL,
     location_id uuid NOT NULL,
     CONSTRAINT pilot_locations_pkey PRIMARY KEY (pilot_id, location_id)
   )`,
  `CREATE TABLE audit_events (
     id uuid NOT NULL,
     at timestamptz NOT NULL,
     actor_kind text NOT NULL,
     actor_id uuid,
     request_id text NOT NULL,
     idempotency_id uuid,
     action text NOT NULL,
     entity text NOT NULL,
     entity_id uuid NOT NULL,
     location_id uuid,
     details jsonb NOT NULL,
     CONSTRAINT audit_events_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX audit_events_idempotency ON audit_events (idempotency_id) WHERE idempotency_id IS NOT NULL`,
  `CREATE INDEX audit_events_entity ON audit_events (entity, entity_id)`,
  `CREATE TABLE idempotency_keys (
     id uuid NOT NULL,
     caller text NOT NULL,
     route text NOT NULL,
     key text NOT NULL,
     fingerprint bytea NOT NULL,
     leased_until timestamptz NOT NULL,
     expires_at timestamptz NOT NULL,
     status integer,
     body jsonb,
     CONSTRAINT idempotency_keys_pkey PRIMARY KEY (id),
     CONSTRAINT idempotency_keys_once UNIQUE (caller, route, key)
   )`,
  `CREATE INDEX idempotency_keys_expiry ON idempotency_keys (expires_at)`,
  `CREATE TABLE shifts (
     id uuid NOT NULL,
     location_id uuid NOT NULL,
     position_id uuid NOT NULL,
     starts_at timestamptz NOT NULL,
     ends_at timestamptz NOT NULL,
     seats smallint NOT NULL,
     status text NOT NULL,
     cancel_reason text,
     published_at timestamptz,
     version integer NOT NULL DEFAULT 1,
     CONSTRAINT shifts_pkey PRIMARY KEY (id),
     CONSTRAINT shifts_claimed_facts UNIQUE (id, starts_at, ends_at, seats),
     CONSTRAINT shifts_status CHECK (status IN ('draft', 'published', 'cancelled')),
     CONSTRAINT shifts_seats CHECK (seats BETWEEN 1 AND 200),
     CONSTRAINT shifts_span CHECK (ends_at > starts_at AND ends_at - starts_at <= interval '24 hours')
   )`,
  `CREATE INDEX shifts_start ON shifts (starts_at, id)`,
  `CREATE INDEX shifts_location_start ON shifts (location_id, starts_at)`,
  `CREATE TABLE claims (
     id uuid NOT NULL,
     shift_id uuid NOT NULL,
     operator_id uuid NOT NULL,
     starts_at timestamptz NOT NULL,
     ends_at timestamptz NOT NULL,
     seats smallint NOT NULL,
     seat smallint,
     status text NOT NULL,
     created_at timestamptz NOT NULL,
     decided_at timestamptz,
     reason text,
     override_reason text,
     checked_in_at timestamptz,
     checked_out_at timestamptz,
     no_show boolean NOT NULL DEFAULT false,
     version integer NOT NULL DEFAULT 1,
     CONSTRAINT claims_pkey PRIMARY KEY (id),
     CONSTRAINT claims_attendance CHECK ((checked_out_at IS NULL OR (checked_in_at IS NOT NULL AND checked_out_at > checked_in_at)) AND (checked_in_at IS NULL OR NOT no_show)),
     CONSTRAINT claims_seat CHECK ((seat IS NOT NULL) = (status IN ('pending', 'approved')) AND seat BETWEEN 1 AND seats),
     CONSTRAINT claims_status CHECK (status IN ('pending', 'approved', 'rejected', 'withdrawn', 'cancelled')),
     CONSTRAINT claims_no_overlap EXCLUDE USING gist (operator_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (status IN ('pending', 'approved'))
   )`,
  `CREATE INDEX claims_pending ON claims (id) WHERE status = 'pending'`,
  `CREATE INDEX claims_operator ON claims (operator_id, starts_at)`,
  `CREATE INDEX claims_shift ON claims (shift_id)`,
  `CREATE UNIQUE INDEX claims_one_each ON claims (shift_id, operator_id) WHERE status IN ('pending', 'approved')`,
  `CREATE UNIQUE INDEX claims_one_seat ON claims (shift_id, seat) WHERE status IN ('pending', 'approved')`,
  `CREATE TABLE staged_files (
     id uuid NOT NULL,
     created_at timestamptz NOT NULL,
     CONSTRAINT staged_files_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX staged_files_created ON staged_files (created_at)`,
  `CREATE TABLE staged_file_chunks (
     file_id uuid NOT NULL,
     ordinal integer NOT NULL,
     bytes bytea NOT NULL,
     CONSTRAINT staged_file_chunks_pkey PRIMARY KEY (file_id, ordinal)
   )`,
  `CREATE TABLE support_imports (
     id uuid NOT NULL,
     location_id uuid NOT NULL,
     file_id uuid NOT NULL,
     file_name text NOT NULL,
     "file_sha256" text NOT NULL,
     file_bytes integer NOT NULL,
     mapping jsonb NOT NULL,
     status text NOT NULL,
     rows integer NOT NULL DEFAULT 0,
     created integer NOT NULL DEFAULT 0,
     updated integer NOT NULL DEFAULT 0,
     skipped integer NOT NULL DEFAULT 0,
     error text,
     created_by uuid,
     created_at timestamptz NOT NULL,
     finished_at timestamptz,
     CONSTRAINT support_imports_pkey PRIMARY KEY (id),
     CONSTRAINT support_imports_status CHECK (status IN ('queued', 'running', 'completed', 'failed'))
   )`,
  `CREATE TABLE support_import_remarks (
     import_id uuid NOT NULL,
     kind text NOT NULL,
     ordinal integer NOT NULL,
     line integer,
     code text NOT NULL,
     message text NOT NULL,
     CONSTRAINT support_import_remarks_pkey PRIMARY KEY (import_id, kind, ordinal),
     CONSTRAINT support_import_remarks_kind CHECK (kind IN ('rejected', 'warning'))
   )`,
  `CREATE TABLE support_requests (
     id uuid NOT NULL,
     location_id uuid NOT NULL,
     source text,
     external_id text,
     external_url text,
     opened_at timestamptz NOT NULL,
     first_response_at timestamptz,
     escalated_at timestamptz,
     first_resolved_at timestamptz,
     resolved_at timestamptz,
     tier text NOT NULL DEFAULT 'library',
     channel text,
     category text,
     read_level smallint,
     directional boolean NOT NULL DEFAULT false,
     created_by uuid,
     version integer NOT NULL DEFAULT 1,
     CONSTRAINT support_requests_pkey PRIMARY KEY (id),
     CONSTRAINT support_requests_external_source CHECK (external_id IS NULL OR source IS NOT NULL),
     CONSTRAINT support_requests_read_level CHECK (read_level BETWEEN 1 AND 6),
     CONSTRAINT support_requests_tier CHECK (tier IN ('library', 'campus-it'))
   )`,
  `CREATE INDEX support_requests_opened ON support_requests (location_id, opened_at, id)`,
  `CREATE INDEX support_requests_recent ON support_requests (opened_at, id)`,
  `CREATE INDEX support_requests_creator ON support_requests (created_by, opened_at, id)`,
  `CREATE UNIQUE INDEX support_requests_external ON support_requests (source, external_id) WHERE external_id IS NOT NULL`,
  `CREATE TABLE support_tallies (
     id uuid NOT NULL,
     location_id uuid NOT NULL,
     at timestamptz NOT NULL,
     count smallint NOT NULL,
     channel text,
     category text,
     directional boolean NOT NULL DEFAULT false,
     created_by uuid,
     CONSTRAINT support_tallies_pkey PRIMARY KEY (id),
     CONSTRAINT support_tallies_count CHECK (count BETWEEN 1 AND 1000)
   )`,
  `CREATE INDEX support_tallies_at ON support_tallies (location_id, at, id)`,
  `CREATE INDEX support_tallies_creator ON support_tallies (created_by, at, id)`,
  `CREATE TABLE headcounts (
     id uuid NOT NULL,
     location_id uuid NOT NULL,
     area text NOT NULL,
     at timestamptz NOT NULL,
     count integer NOT NULL,
     CONSTRAINT headcounts_pkey PRIMARY KEY (id),
     CONSTRAINT headcounts_once UNIQUE (location_id, area, at),
     CONSTRAINT headcounts_count CHECK (count BETWEEN 0 AND 100000)
   )`,
  `CREATE INDEX headcounts_at ON headcounts (location_id, at, id)`,
  `ALTER TABLE user_locations ADD CONSTRAINT user_locations_location
     FOREIGN KEY (location_id) REFERENCES locations(id)`,
  `ALTER TABLE user_locations ADD CONSTRAINT user_locations_user
     FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE`,
  `ALTER TABLE sessions ADD CONSTRAINT sessions_user_fk
     FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE`,
  `ALTER TABLE invitations ADD CONSTRAINT invitations_user_fk
     FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE`,
  `ALTER TABLE operators ADD CONSTRAINT operators_user_fk
     FOREIGN KEY (user_id) REFERENCES users(id)`,
  `ALTER TABLE operator_positions ADD CONSTRAINT operator_positions_position_fk
     FOREIGN KEY (position_id) REFERENCES positions(id)`,
  `ALTER TABLE operator_positions ADD CONSTRAINT operator_positions_operator_fk
     FOREIGN KEY (operator_id) REFERENCES operators(id) ON DELETE CASCADE`,
  `ALTER TABLE coverage_hours ADD CONSTRAINT coverage_hours_position_fk
     FOREIGN KEY (position_id) REFERENCES positions(id)`,
  `ALTER TABLE coverage_hours ADD CONSTRAINT coverage_hours_location_fk
     FOREIGN KEY (location_id) REFERENCES locations(id)`,
  `ALTER TABLE coverage_exceptions ADD CONSTRAINT coverage_exceptions_location_fk
     FOREIGN KEY (location_id) REFERENCES locations(id)`,
  `ALTER TABLE coverage_exception_hours ADD CONSTRAINT coverage_exception_hours_position_fk
     FOREIGN KEY (position_id) REFERENCES positions(id)`,
  `ALTER TABLE coverage_exception_hours ADD CONSTRAINT coverage_exception_hours_exception_fk
     FOREIGN KEY (exception_id) REFERENCES coverage_exceptions(id) ON DELETE CASCADE`,
  `ALTER TABLE coverage_alerts ADD CONSTRAINT coverage_alerts_position_fk
     FOREIGN KEY (position_id) REFERENCES positions(id) ON DELETE CASCADE`,
  `ALTER TABLE coverage_alerts ADD CONSTRAINT coverage_alerts_location_fk
     FOREIGN KEY (location_id) REFERENCES locations(id) ON DELETE CASCADE`,
  `ALTER TABLE pilot_locations ADD CONSTRAINT pilot_locations_location_fk
     FOREIGN KEY (location_id) REFERENCES locations(id)`,
  `ALTER TABLE pilot_locations ADD CONSTRAINT pilot_locations_pilot_fk
     FOREIGN KEY (pilot_id) REFERENCES pilots(id) ON DELETE CASCADE`,
  `ALTER TABLE shifts ADD CONSTRAINT shifts_position_fk
     FOREIGN KEY (position_id) REFERENCES positions(id)`,
  `ALTER TABLE shifts ADD CONSTRAINT shifts_location_fk
     FOREIGN KEY (location_id) REFERENCES locations(id)`,
  `ALTER TABLE claims ADD CONSTRAINT claims_operator_fk
     FOREIGN KEY (operator_id) REFERENCES operators(id)`,
  `ALTER TABLE claims ADD CONSTRAINT claims_shift_fk
     FOREIGN KEY (shift_id, starts_at, ends_at, seats) REFERENCES shifts(id,starts_at,ends_at,seats) ON UPDATE CASCADE`,
  `ALTER TABLE staged_file_chunks ADD CONSTRAINT staged_file_chunks_file_fk
     FOREIGN KEY (file_id) REFERENCES staged_files(id) ON DELETE CASCADE`,
  `ALTER TABLE support_imports ADD CONSTRAINT support_imports_location_fk
     FOREIGN KEY (location_id) REFERENCES locations(id)`,
  `ALTER TABLE support_import_remarks ADD CONSTRAINT support_import_remarks_import_fk
     FOREIGN KEY (import_id) REFERENCES support_imports(id) ON DELETE CASCADE`,
  `ALTER TABLE support_requests ADD CONSTRAINT support_requests_location_fk
     FOREIGN KEY (location_id) REFERENCES locations(id)`,
  `ALTER TABLE support_tallies ADD CONSTRAINT support_tallies_location_fk
     FOREIGN KEY (location_id) REFERENCES locations(id)`,
  `ALTER TABLE headcounts ADD CONSTRAINT headcounts_location_fk
     FOREIGN KEY (location_id) REFERENCES locations(id)`,
];

export class Initial1763900000000 implements MigrationInterface {
  readonly name = 'Initial1763900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE EXTENSION IF NOT EXISTS btree_gist');
    for (const statement of tables) await runner.query(statement);
    await runner.query(
      `INSERT INTO settings (institution_name, time_zone, week_starts_on) VALUES ('University Library', 'UTC', 1)`,
    );
    await runner.query(`INSERT INTO positions (id, name, is_default) VALUES ($1, 'Lab operator', true)`, [
      DEFAULT_POSITION,
    ]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE locations, settings, users, user_locations, sessions, invitations, api_keys, positions, operators, operator_positions, coverage_hours, coverage_exceptions, coverage_exception_hours, coverage_alerts, coverage_scans, pilots, pilot_locations, audit_events, idempotency_keys, shifts, claims, staged_files, staged_file_chunks, support_imports, support_import_remarks, support_requests, support_tallies, headcounts CASCADE',
    );
  }
}
