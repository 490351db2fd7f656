import { inZone } from '../domain/iso-text.js';
import type { HandOver } from '../domain/quality/hand-overs.js';
import { byGain, type Raise, type WeeklyGap } from '../domain/quality/raises.js';
import type { Breach } from '../domain/quality/rest.js';
import type { Move, Schedule } from '../domain/quality/schedule.js';
import type { Part, Quality } from '../domain/quality/schedule-quality.js';
import type {
  MoveDto,
  PartGainsDto,
  RaiseDto,
  RestBreachDto,
  RestPartDto,
  ScheduleQualityDto,
} from './quality.dto.js';
import type { QualityJob } from './quality-job.js';

const MOST_BREACHES = 20;

/** The raises that were chosen; without names no people may be shown. */
interface Chosen {
  gaps: readonly Raise<WeeklyGap>[];
  handOvers: readonly Raise<HandOver>[];
  names: ReadonlyMap<string, string> | null;
}

export function qualityAnswer(
  { location, window, now }: QualityJob,
  schedule: Schedule,
  { score, parts, cover, fairness }: Quality,
  { gaps, handOvers, names }: Chosen,
): ScheduleQualityDto {
  const { wishes } = schedule.figures();
  const zone = location.timeZone;
  return {
    locationId: location.id,
    from: inZone(window.start, zone),
    to: inZone(window.end, zone),
    asOf: inZone(now, zone),
    score: score === null ? null : rounded(score, 1),
    parts: {
      cover: { ...partOf(parts.cover), ...cover },
      fairness: {
        ...partOf(parts.fairness),
        hours: fairness.hours,
        undesirableHours: fairness.undesirableHours,
        operators: fairness.n,
      },
      rest: { ...partOf(parts.rest), ...restOf(schedule, zone, names) },
      preference: { ...partOf(parts.preference), ...wishes },
    },
    raises: [...gaps, ...handOvers].sort(byGain).map((raise) => raiseOf(raise, zone, names)),
  };
}

const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals));

const partOf = ({ value, weight, points }: Part): Part => ({ value, weight, points: rounded(points, 2) });

function restOf(
  schedule: Schedule,
  zone: string,
  names: Chosen['names'],
): Omit<RestPartDto, 'value' | 'weight' | 'points'> {
  const breaches = [...schedule.standings.values()].flatMap(({ operator, rest }) =>
    rest.breaches.map((breach) => ({ ...breach, operatorId: operator.id })),
  );
  const count = (kind: Breach): number => breaches.filter((breach) => breach.kind === kind).length;
  const shown = breaches
    .sort((a, b) => a.stretch.start - b.stretch.start)
    .slice(0, MOST_BREACHES)
    .map(({ kind, operatorId, before, stretch }): RestBreachDto => ({
      kind,
      operatorId,
      name: names?.get(operatorId) ?? '',
      workedUntil: before && inZone(before.end, zone),
      startsAt: inZone(stretch.start, zone),
      endsAt: inZone(stretch.end, zone),
    }));
  return {
    ...schedule.figures().rest,
    shortRests: count('short-rest'),
    nightsThenMornings: count('night-then-morning'),
    longStretches: count('long-stretch'),
    breaches: names && shown,
  };
}

function raiseOf(raise: Raise<WeeklyGap | HandOver>, zone: string, names: Chosen['names']): RaiseDto {
  const { change, gain, partGains } = raise;
  const told = { gain: rounded(gain, 3), partGains: gainsOf(partGains) };
  if ('weekday' in change) {
    const { filled, ...gap } = change;
    return { kind: 'fill', ...told, gap: { ...gap, times: filled.length }, moves: [] };
  }
  const person = (operatorId: string) => ({ operatorId, name: names!.get(operatorId)! });
  const moves = change.moves.map(({ claim, to }: Move): MoveDto => ({
    claimId: claim.id,
    shiftId: claim.shiftId,
    positionId: claim.positionId,
    startsAt: inZone(claim.start, zone),
    endsAt: inZone(claim.end, zone),
    from: person(claim.operatorId),
    to: to === null ? null : person(to),
  }));
  return { kind: moves.length === 1 ? 'hand-over' : 'exchange', ...told, gap: null, moves };
}

const gainsOf = ({ cover, fairness, rest, preference }: PartGainsDto): PartGainsDto => ({
  cover: rounded(cover, 3),
  fairness: rounded(fairness, 3),
  rest: rounded(rest, 3),
  preference: rounded(preference, 3),
});
