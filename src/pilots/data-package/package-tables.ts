/** A table of the package: a CSV file of rows, and the SQL that reads it. Instants are in UTC, with milliseconds. */
export interface PackageTable {
  name: string;
  /** What its rows are. */
  about: string;
  /** Name, SQL type and meaning of each column. */
  columns: readonly (readonly [name: string, type: string, about: string])[];
}

const LOCATION = ['location_id', 'text', 'of locations'] as const;
const POSITION = ['position_id', 'text', 'what one is needed or on shift for'] as const;
const AREA = ['area', 'text', 'empty: the whole location'] as const;
const FROM = ['starts_at', 'timestamptz', 'first moment'] as const;
const TO = ['ends_at', 'timestamptz', 'first moment after it'] as const;

export const PACKAGE_TABLES = {
  pilot: {
    name: 'pilot',
    about: 'One row: what holds for all figures.',
    columns: [
      ['as_of', 'timestamptz', 'figures go up to this moment'],
      ['definition_version', 'int', 'version of the definitions'],
      ['follow_up_hours', 'int', 'each request is followed for so long; a later answer counts as none'],
      ['escalation_cost', 'double precision', 'of an escalated request; empty when not set'],
      [
        'fixed_cost_per_minute',
        'double precision',
        'fixed costs ÷ minutes of the whole pilot phase at all its locations, days left out apart',
      ],
      ['week_starts_on', 'int', '1 (Monday) to 7'],
    ],
  },
  locations: {
    name: 'locations',
    about: 'The locations of the pilot, and those that it is compared with.',
    columns: [
      ['location_id', 'text', 'its id'],
      ['name', 'text', 'its name'],
      ['time_zone', 'text', 'its IANA zone'],
      ['role', 'text', 'pilot, or comparison (in no figure but differences in differences)'],
    ],
  },
  phases: {
    name: 'phases',
    about: 'The time that counts: baseline and pilot at each location, without days left out, up to as_of.',
    columns: [['phase', 'text', 'baseline or pilot'], LOCATION, FROM, TO],
  },
  maintenance: {
    name: 'maintenance',
    about:
      'Maintenance in either phase, whether it counts or not. required is already without the time that it closed, so no figure is computed from it.',
    columns: [
      LOCATION,
      FROM,
      TO,
      ['reason', 'text', 'as it was announced'],
      ['closes_coverage', 'boolean', 'nobody was needed'],
      ['changed_past', 'boolean', 'announced, changed or withdrawn when time that it closes was over'],
      ['withdrawn_because', 'text', 'why it was withdrawn, and since then closes nothing; empty otherwise'],
    ],
  },
  required: {
    name: 'required',
    about:
      'How many operators are needed when, after exceptions: coverage hours on real dates. 0: open without an operator. It goes on until the last answer.',
    columns: [LOCATION, POSITION, FROM, TO, ['required', 'int', 'operators']],
  },
  seats: {
    name: 'seats',
    about: 'Published shifts, without imported ones.',
    columns: [
      LOCATION,
      POSITION,
      FROM,
      ['seats', 'int', 'offered'],
      ['filled', 'int', 'taken by approved claims'],
    ],
  },
  claims: {
    name: 'claims',
    about: 'Approved claims, without who has them.',
    columns: [
      LOCATION,
      POSITION,
      FROM,
      TO,
      ['worked_from', 'timestamptz', 'check-in; empty without one'],
      ['worked_to', 'timestamptz', 'check-out, or what stands for it'],
      ['present_from', 'timestamptz', 'when they were there: as worked, or as planned without any record'],
      ['present_to', 'timestamptz', 'empty after a no-show'],
      ['no_show', 'boolean', 'marked as one'],
      ['recorded', 'boolean', 'a check-in or a no-show is known'],
      ['imported', 'boolean', 'from a past roster, which tells who worked rather than who was to'],
      ['trainee', 'boolean', 'works beside another: paid, and not on shift'],
      ['hourly_cost', 'double precision', 'of the position; empty when not set'],
    ],
  },
  requests: {
    name: 'requests',
    about: 'Support requests, without who asked, who answered, or what was written.',
    columns: [
      LOCATION,
      ['opened_at', 'timestamptz', 'when the person came, or the ticket was opened'],
      ['first_response_at', 'timestamptz', 'first answer of a person'],
      ['escalated_at', 'timestamptz', 'handed to Campus IT'],
      ['first_resolved_at', 'timestamptz', 'resolved for the first time'],
      ['resolved_at', 'timestamptz', 'resolved for the last time'],
      ['tier', 'text', 'library or campus-it'],
      ['channel', 'text', ''],
      ['category', 'text', ''],
      ['directional', 'boolean', 'a question about the way: counted apart'],
      ['read_level', 'int', '1 to 6'],
      ['waited_minutes', 'int', 'as stated at the desk'],
      ['is_logged', 'boolean', 'written down here, not imported from a system with its own times'],
      [
        'stops',
        'tstzmultirange',
        'when it waited for the person who asked, or was resolved and opened again, up to its last answer: no service time',
      ],
    ],
  },
  tallies: {
    name: 'tallies',
    about: 'Help for which nobody wrote a request.',
    columns: [
      LOCATION,
      ['at', 'timestamptz', ''],
      ['count', 'int', ''],
      ['channel', 'text', ''],
      ['category', 'text', ''],
      ['directional', 'boolean', ''],
    ],
  },
  headcounts: {
    name: 'headcounts',
    about: 'People counted in an area.',
    columns: [LOCATION, ['at', 'timestamptz', ''], AREA, ['count', 'int', '']],
  },
  activity: {
    name: 'activity',
    about:
      'Workstations in use, and readings of gates with those up to 25 hours around the counted time, as the entries between two readings may lie in it. No figure is computed from it: occupancy, workstationUse and visits are in the answers of the metrics only.',
    columns: [
      LOCATION,
      ['series', 'text', 'workstations-in-use or gate'],
      ['at', 'timestamptz', ''],
      AREA,
      ['count', 'int', 'for a gate: where its counter stands, or what came since the reading before'],
      ['cumulative', 'boolean', 'where a counter stands'],
    ],
  },
  gaps: {
    name: 'gaps',
    about:
      'When fewer were on shift than needed. No figure is computed from it: `staffing` in 2-tables.sql finds the same from required and claims.',
    columns: [
      LOCATION,
      POSITION,
      ['basis', 'text', 'approved: as planned; attended: as worked'],
      FROM,
      TO,
      ['required', 'int', ''],
      ['assigned', 'int', ''],
    ],
  },
  figures: {
    name: 'figures',
    about:
      'Every figure in total, by week and by hour of the week. sql/figures has the SQL of each, definitions.csv what it means.',
    columns: [
      ['figure', 'text', 'its name'],
      ['phase', 'text', 'baseline or pilot'],
      ['kind', 'text', 'all, week or hour'],
      ['bucket', 'text', 'all; the first date of the week; or weekday (1 is Monday) and local hour'],
      ['basis', 'text', 'whom coverage and gaps count: approved (as planned) or attended'],
      ['value', 'double precision', 'empty: nothing to divide by, not reached, or not known'],
    ],
  },
} as const satisfies Record<string, PackageTable>;

export type PackageTableName = keyof typeof PACKAGE_TABLES;
