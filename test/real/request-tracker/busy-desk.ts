import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../support/random.js';
import type { RequestTracker } from './request-tracker.js';

const PAUSE_MILLISECONDS = 1_000;
/** Tickets that are opened in this span are looked for again when they are not listed any more. */
const RECENT_DAYS = 80;
/** Of more lost tickets, the product assumes that a right was lost. */
const MOST_GONE = 12;

/** People who work in Request Tracker: tickets arrive and change in every way, one change at a time. */
export class BusyDesk {
  readonly merged = new Set<number>();
  readonly deleted = new Set<number>();
  readonly changes = new Map<string, number>();
  private isOpen = true;
  private atFirst = 0;
  private working: Promise<void> = Promise.resolve();
  private readonly recent: number[] = [];
  private readonly all: number[] = [];

  constructor(
    private readonly tracker: RequestTracker,
    private readonly chance: Random,
  ) {}

  async open(): Promise<void> {
    const { library, printing, campusIt } = this.tracker.queues;
    const { rows } = await this.tracker.database.query<{ id: number; isRecent: boolean }>(
      `SELECT id, created > timezone('UTC', now()) - interval '${RECENT_DAYS} days' AS "isRecent"
       FROM tickets WHERE queue = ANY($1) ORDER BY id`,
      [[library.id, printing.id, campusIt.id]],
    );
    for (const { id, isRecent } of rows) (isRecent ? this.recent : this.all).push(id);
    this.all.push(...this.recent);
    this.atFirst = this.recent.length;
    this.working = this.work();
    this.working.catch(() => undefined);
  }

  /** Ends with the change that is in hand. */
  async close(): Promise<void> {
    this.isOpen = false;
    await this.working;
  }

  /** One more ticket is merged and one deleted, of those that were there at first. */
  async takeAway(): Promise<void> {
    this.recent.splice(this.atFirst);
    await this.acts['merge']!();
    await this.acts['delete']!();
  }

  private readonly acts: Record<string, () => Promise<void>> = {
    create: async () => {
      const queue = this.chance.pick(Object.values(this.tracker.queues));
      const id = await this.tracker.create(queue, `New ticket of ${queue.name}`);
      this.all.push(id);
      this.recent.push(id);
    },
    answer: () => this.change({ Status: 'open' }),
    resolve: () => this.change({ Status: 'resolved' }),
    'resolve in its own way': () => this.change({ Status: 'answered' }),
    'open again': () => this.change({ Status: this.chance.pick(['open', 'waiting']) }),
    reject: () => this.change({ Status: 'rejected' }),
    'hand on': () => this.change({ Queue: this.tracker.queues.campusIt.name }),
    'take back': () => this.change({ Queue: this.tracker.queues.library.name }),
    rename: () => this.change({ Subject: `Renamed ${this.chance.upTo(1_000_000)}` }),
    merge: async () => {
      const [ticket, into] = this.chance.shuffled(this.recent.filter((id) => !this.isGone(id)));
      await this.tracker.change(ticket!, { MergeInto: into! });
      this.merged.add(ticket!);
    },
    delete: async () => {
      const ticket = this.chance.pick(this.recent.filter((id) => !this.isGone(id)));
      await this.tracker.delete(ticket);
      this.deleted.add(ticket);
    },
  };

  /** Each kind of change in turn, so that a short time sees all of them. */
  private async work(): Promise<void> {
    while (this.isOpen)
      for (const name of this.chance.shuffled(Object.keys(this.acts))) {
        if (!this.isOpen) break;
        if (['merge', 'delete'].includes(name) && this.merged.size + this.deleted.size >= MOST_GONE) continue;
        await this.acts[name]!();
        this.changes.set(name, (this.changes.get(name) ?? 0) + 1);
        await sleep(PAUSE_MILLISECONDS);
      }
  }

  private change(change: Record<string, string>): Promise<void> {
    const ticket = this.chance.pick(this.all.filter((id) => !this.isGone(id)));
    return this.tracker.change(ticket, change);
  }

  private isGone(ticket: number): boolean {
    return this.merged.has(ticket) || this.deleted.has(ticket);
  }
}
