import type { TestApp } from '../app.js';
import { aLocation, anOperator, aPosition, type MadeOperator } from '../factories.js';
import { HttpClient, type Answer } from '../http-client.js';
import type { Random } from '../random.js';

const DEFAULT_POSITION = '00000000-0000-7000-8000-000000000001';
const OPERATORS = 16;

export interface MixClaim {
  id: string;
  operator: MadeOperator;
}

/** The ids that the random steps use, and every answer that they got. */
export class MixWorld {
  locations: string[] = [];
  positions: string[] = [];
  operators: MadeOperator[] = [];
  readonly shifts: string[] = [];
  /** Shifts that have begun: they have attendance, and only an override can still fill them. */
  readonly begunShifts: string[] = [];
  readonly claims: MixClaim[] = [];
  readonly begunClaims: MixClaim[] = [];
  /** Drop requests, each with the operator who decides on it. */
  readonly drops: MixClaim[] = [];
  readonly waiting: MixClaim[] = [];
  readonly swaps: (MixClaim & { to: MadeOperator })[] = [];
  readonly absences: MixClaim[] = [];
  readonly hours: string[] = [];
  readonly exceptions: string[] = [];
  readonly answers: { step: string; answer: Answer }[] = [];
  /** Answers that contradict each other. */
  readonly contradictions: unknown[] = [];

  constructor(
    readonly replicas: readonly TestApp[],
    readonly random: Random,
  ) {}

  async settle(): Promise<void> {
    const [app] = this.replicas;
    this.locations = [
      (await aLocation(app!)).id,
      (await aLocation(app!, { timeZone: 'Asia/Kathmandu', tradesNeedApproval: true })).id,
    ];
    this.positions = [DEFAULT_POSITION, (await aPosition(app!)).id];
    for (let i = 0; i < OPERATORS; i++) {
      const positionIds = i % 3 === 0 ? this.positions : [this.positions[i % 2]!];
      this.operators.push(await anOperator(app!, { positionIds, weeklyHourCap: i % 2 ? 12 : null }));
    }
  }

  /** The admin's client at a random replica. */
  get admin(): HttpClient {
    return this.anywhere(this.replicas[0]!.admin);
  }

  anywhere({ headers }: HttpClient): HttpClient {
    return new HttpClient(this.random.pick(this.replicas).url, headers);
  }
}
