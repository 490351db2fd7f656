import { apart, HandOvers, type HandOver } from '../domain/quality/hand-overs.js';
import {
  byGain,
  isRaise,
  raiseOf,
  weeklyGaps,
  type Raise,
  type WeeklyGap,
} from '../domain/quality/raises.js';
import { Schedule } from '../domain/quality/schedule.js';
import { qualityOf } from '../domain/quality/schedule-quality.js';
import { task } from '../platform/workers/task.js';
import { ChangingHands, type Taker } from '../scheduling/eligibility/changing-hands.js';
import { qualityAnswer } from './quality-answer.js';
import type { ScheduleQualityDto } from './quality.dto.js';
import type { QualityJob } from './quality-job.js';
import { loadQualityFacts } from './quality-facts.js';

const MOST_GAPS = 5;
const MOST_HAND_OVERS = 5;
/** Candidates are checked against all rules in rounds, until there are enough. */
const ROUND = 40;
const MOST_ROUNDS = 3;

/** Computes the quality of a location's schedule from one snapshot of the database. */
export default task((job: QualityJob, database): Promise<ScheduleQualityDto> =>
  database.snapshot(async () => {
    const { location, now, withPeople } = job;
    const { facts, names } = await loadQualityFacts(database, job);
    const schedule = new Schedule(facts);
    const quality = qualityOf(schedule.figures());
    const gaps = weeklyGaps(schedule.gaps, location.timeZone, now)
      .map((gap): Raise<WeeklyGap> => raiseOf(schedule, quality, gap))
      .filter(isRaise)
      .sort(byGain)
      .slice(0, MOST_GAPS);
    const handOvers = withPeople
      ? await chosenHandOvers(new HandOvers(schedule, quality, now), new ChangingHands(database, now))
      : [];
    return qualityAnswer(job, schedule, quality, { gaps, handOvers, names: withPeople ? names : null });
  }),
);

/** The best that break no rule; then, for rest that none of the operators can mend, somebody else. */
async function chosenHandOvers(handOvers: HandOvers, hands: ChangingHands): Promise<Raise<HandOver>[]> {
  const found = handOvers.find();
  const possible: Raise<HandOver>[] = [];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const some = found.slice(round * ROUND, (round + 1) * ROUND);
    if (some.length === 0 || apart(possible, MOST_HAND_OVERS).length === MOST_HAND_OVERS) break;
    possible.push(...(await thosePossible(some, hands)));
  }
  return apart([...possible, ...handOvers.restored()], MOST_HAND_OVERS);
}

async function thosePossible(
  raises: readonly Raise<HandOver>[],
  hands: ChangingHands,
): Promise<Raise<HandOver>[]> {
  const asked = raises.flatMap((raise) => takersOf(raise.change).map((taker) => ({ raise, taker })));
  const possible = await hands.possible(asked.map(({ taker }) => taker));
  const impossible = new Set(asked.flatMap(({ raise }, index) => (possible[index] ? [] : [raise])));
  return raises.filter((raise) => !impossible.has(raise));
}

const takersOf = ({ moves }: HandOver): Taker[] =>
  moves.flatMap(({ claim, to }) =>
    to === null
      ? []
      : [
          {
            operatorId: to,
            shiftId: claim.shiftId,
            givingUp: moves.find((other) => other.claim.operatorId === to)?.claim.id ?? null,
          },
        ],
  );
