import { coverageSummary, ratio, type CoverageSummary } from '../staffing.js';
import type { MetricBasis, MetricsAccumulator } from './accumulator.js';
import { coverage, shareOf, type Metric } from './metric.js';

/** Null where nobody knows who attended. */
const covered = (gathered: MetricsAccumulator, basis: MetricBasis): CoverageSummary | null => {
  const totals = gathered.coverageKnown(basis);
  return totals && coverageSummary(totals);
};

/** How well hours were covered, and whether those came who were to. */
export const COVERAGE_METRICS = {
  requiredMinutes: {
    ...coverage,
    unit: 'minutes',
    doc: '∫ d',
    of: (gathered) => coverageSummary(gathered.coverageInBasis).requiredMinutes,
  },
  staffedMinutes: {
    ...coverage,
    unit: 'minutes',
    better: 'more',
    doc: '∫ min(s, d); a surplus at one time does not offset a gap at another',
    of: (gathered) => covered(gathered, gathered.rules.basis)?.staffedMinutes ?? null,
  },
  missingMinutes: {
    ...coverage,
    unit: 'minutes',
    better: 'less',
    doc: 'requiredMinutes − staffedMinutes',
    of: (gathered) => covered(gathered, gathered.rules.basis)?.missingMinutes ?? null,
  },
  coverageRate: {
    ...coverage,
    unit: 'share',
    better: 'more',
    onPage: true,
    doc: 'staffedMinutes ÷ requiredMinutes',
    of: (gathered) => covered(gathered, gathered.rules.basis)?.coverageRate ?? null,
  },
  fullyCoveredRate: {
    ...coverage,
    unit: 'share',
    better: 'more',
    onPage: true,
    doc: 'time with d > 0 and s ≥ d ÷ time with d > 0, per position',
    of: (gathered) => covered(gathered, gathered.rules.basis)?.fullyCoveredRate ?? null,
  },
  uncoveredMinutes: {
    ...coverage,
    unit: 'minutes',
    better: 'less',
    doc: 'time with d > 0 and s = 0, per position',
    of: (gathered) => covered(gathered, gathered.rules.basis)?.uncoveredMinutes ?? null,
  },
  coverageRateAttended: {
    ...coverage,
    unit: 'share',
    better: 'more',
    onPage: true,
    doc: 'coverageRate by what operators attended up to now, in every basis; a claim without any record covers nothing, but where it is from a past roster nobody knows, and all figures of the attended basis are null',
    of: (gathered) => covered(gathered, 'attended')?.coverageRate ?? null,
  },
  uncoveredMinutesAttended: {
    ...coverage,
    unit: 'minutes',
    better: 'less',
    doc: 'uncoveredMinutes by what operators attended up to now, in every basis',
    of: (gathered) => covered(gathered, 'attended')?.uncoveredMinutes ?? null,
  },
  seats: {
    ...coverage,
    unit: 'count',
    doc: 'seats of published shifts that start in the span, without imported ones, of which only the filled seats are known',
    of: ({ sums }) => sums.seats,
  },
  filledSeats: {
    ...coverage,
    unit: 'count',
    doc: 'seats of the same shifts with an approved claim',
    of: ({ sums }) => sums.filledSeats,
  },
  fillRate: {
    ...coverage,
    ...shareOf(
      ({ sums }) => sums.filledSeats,
      ({ sums }) => sums.seats,
    ),
    better: 'more',
    onPage: true,
    doc: 'filledSeats ÷ seats',
  },
  attendanceRate: {
    ...coverage,
    unit: 'share',
    better: 'more',
    onPage: true,
    doc: 'minutes attended within approved claims ÷ minutes of approved claims, up to now; only shifts that have begun, without finished claims that have neither a check-in nor a no-show, and without imported ones',
    of: ({ sums }) => ratio(sums.attendedMillis, sums.claimMillis),
  },
  noShowRate: {
    ...coverage,
    ...shareOf(
      ({ sums }) => sums.noShows,
      ({ sums }) => sums.claims,
    ),
    better: 'less',
    onPage: true,
    doc: 'no-shows ÷ approved claims, of the same shifts as attendanceRate',
  },
  attendanceRateN: {
    ...coverage,
    unit: 'count',
    doc: 'approved claims in attendanceRate and noShowRate',
    of: ({ sums }) => sums.claims,
  },
  recordedShare: {
    ...coverage,
    ...shareOf(
      ({ sums }) => sums.recordedClaims,
      ({ sums }) => sums.finishedClaims,
    ),
    better: 'more',
    onPage: true,
    doc: 'approved claims with a check-in or a no-show ÷ approved claims, of finished shifts; shows how complete the data of attendanceRate and noShowRate is',
  },
  recordedShareN: {
    ...coverage,
    unit: 'count',
    doc: 'approved claims in recordedShare',
    of: ({ sums }) => sums.finishedClaims,
  },
} as const satisfies Record<string, Metric>;
