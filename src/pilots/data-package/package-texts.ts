import { LABELS } from '../../domain/metrics/labels.js';
import { FIGURE_NAMES, metricOf } from '../../domain/metrics/metrics.js';
import { csvText } from '../../domain/tables/csv-text.js';
import type { EvaluationDto } from '../evaluation/evaluation.dto.js';
import type { PilotDto } from '../pilots.dto.js';
import { FIGURE_SQL } from './figure-sql.js';
import { DERIVED_SQL, TABLES_SQL } from './package-sql.js';
import { PACKAGE_TABLES } from './package-tables.js';

const sqlFile = (figure: string): string => `sql/figures/${figure}.sql`;

/** The texts of a package by the name of their file. */
export function packageTexts(pilot: PilotDto, evaluation: EvaluationDto): Record<string, string> {
  const ofFigures = FIGURE_NAMES.map((name) => [
    sqlFile(name),
    `-- ${LABELS[name]}: ${metricOf(name).doc}.\n${FIGURE_SQL[name].trim()}\n`,
  ]);
  return {
    'README.txt': readme(pilot, evaluation),
    'definitions.csv': definitions(),
    'comparisons.csv': comparisons(evaluation),
    'targets.csv': targets(evaluation),
    'before-after.csv': beforeAfter(evaluation),
    'evaluation.json': `${JSON.stringify(evaluation, null, 2)}\n`,
    'sql/1-load.sql': TABLES_SQL,
    'sql/2-tables.sql': DERIVED_SQL,
    ...(Object.fromEntries(ofFigures) as Record<string, string>),
  };
}

const readme = (pilot: PilotDto, { asOf }: EvaluationDto): string =>
  `Data package of the pilot "${pilot.name}", as of ${asOf}

It holds the rows behind the figures of the pilot's page and brief, the figures, and the SQL with which you get from one to
the other. There are no names of people in it. Times of shifts and requests may still tell somebody who knows the place who
was there: treat it as an education record.

To compute the figures again, with PostgreSQL 15 or later, in an empty database, from the folder with this file:
  psql -f sql/1-load.sql       reads the CSV files
  psql -f sql/2-tables.sql     open time, staffing, waits and sums by bucket
  psql -f sql/figures/requestsPerOpenHour.sql
A bucket of which no time has passed yet has no row.

Intervals and models (comparisons.csv, targets.csv, before-after.csv, evaluation.json) are not SQL; each names its method, and
docs/statistics.md of Afterhours has their formulas and sources.

Text that a spreadsheet would read as a formula begins with an apostrophe.

${Object.values(PACKAGE_TABLES)
  .map(
    ({ name, about, columns }) =>
      `${name}.csv\n  ${about}\n${columns
        .map(([column, type, meaning]) => `    ${column} (${type})${meaning === '' ? '' : `: ${meaning}`}`)
        .join('\n')}\n`,
  )
  .join('\n')}`;

const definitions = (): string =>
  csvText([
    ['figure', 'label', 'unit', 'better', 'definition', 'sql'],
    ...FIGURE_NAMES.map((name) => {
      const { unit, better, doc } = metricOf(name);
      return [name, LABELS[name], unit, better, doc, sqlFile(name)];
    }),
  ]);

const comparisons = ({ comparisons: all }: EvaluationDto): string =>
  csvText([
    [
      'metric',
      'hours',
      'role',
      'baseline',
      'pilot',
      'baseline_n',
      'pilot_n',
      'estimate',
      'low95',
      'high95',
      'method',
      'adjusted_estimate',
      'adjusted_low95',
      'adjusted_high95',
      'adjusted_method',
      'warnings',
    ],
    ...all.map(
      ({ metric, hours, role, baseline, pilot, n, estimate, interval95, method, adjusted, warnings }) => [
        metric,
        hours,
        role,
        baseline,
        pilot,
        n.baseline,
        n.pilot,
        estimate,
        interval95?.[0],
        interval95?.[1],
        method,
        adjusted?.estimate,
        adjusted?.interval95?.[0],
        adjusted?.interval95?.[1],
        adjusted?.method ?? adjusted?.refused,
        warnings.join(' '),
      ],
    ),
  ]);

/** Each figure of each event; one line without figures where nothing is compared. Last dates are the day after. */
const beforeAfter = ({ beforeAfter: all }: EvaluationDto): string =>
  csvText([
    [
      'location_id',
      'from',
      'to',
      'reason',
      'before_from',
      'before_to',
      'after_from',
      'after_to',
      'metric',
      'before',
      'after',
      'before_n',
      'after_n',
      'estimate',
      'low95',
      'high95',
      'method',
      'warnings',
      'refused',
    ],
    ...all.flatMap(({ locationId, at, reason, before, after, comparisons = [], warnings = [], refused }) => {
      const event = [locationId, at.from, at.to, reason, before?.from, before?.to, after?.from, after?.to];
      const nothing = Array<undefined>(10).fill(undefined);
      return refused
        ? [[...event, ...nothing, refused.message]]
        : comparisons.map((one) => [
            ...event,
            one.metric,
            one.before,
            one.after,
            one.n.before,
            one.n.after,
            one.estimate,
            one.interval95?.[0],
            one.interval95?.[1],
            one.method,
            [...warnings, ...one.warnings].join(' '),
            undefined,
          ]);
    }),
  ]);

const targets = ({ targets: all }: EvaluationDto): string =>
  csvText([
    [
      'metric',
      'comparison',
      'value',
      'primary',
      'actual',
      'low',
      'high',
      'level',
      'method',
      'verdict',
      'weeks_needed',
    ],
    ...all.map(
      ({ metric, comparison, value, primary, actual, interval95, level, method, verdict, weeksNeeded }) => [
        metric,
        comparison,
        value,
        primary,
        actual,
        interval95?.[0],
        interval95?.[1],
        level,
        method,
        verdict,
        weeksNeeded,
      ],
    ),
  ]);
