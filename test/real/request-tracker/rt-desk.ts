import type { Random } from '../../support/random.js';
import { BusyDesk, RECENT_DAYS } from '../busy-desk.js';
import type { RequestTracker } from './request-tracker.js';

const PAUSE_MILLISECONDS = 1_000;

/** People who work in Request Tracker. */
export class RtDesk extends BusyDesk {
  protected readonly takingAway = ['merge', 'delete'];

  constructor(
    private readonly tracker: RequestTracker,
    chance: Random,
  ) {
    super(chance, PAUSE_MILLISECONDS);
  }

  protected async tickets(): Promise<{ id: number; isRecent: boolean }[]> {
    const { library, printing, campusIt } = this.tracker.queues;
    const { rows } = await this.tracker.database.query<{ id: number; isRecent: boolean }>(
      `SELECT id, created > timezone('UTC', now()) - interval '${RECENT_DAYS} days' AS "isRecent"
       FROM tickets WHERE queue = ANY($1) ORDER BY id`,
      [[library.id, printing.id, campusIt.id]],
    );
    return rows;
  }

  protected readonly acts = {
    create: async () => {
      const queue = this.chance.pick(Object.values(this.tracker.queues));
      this.created(await this.tracker.create(queue, `New ticket of ${queue.name}`));
    },
    answer: () => this.change({ Status: 'open' }),
    resolve: () => this.change({ Status: 'resolved' }),
    'resolve in its own way': () => this.change({ Status: 'answered' }),
    'open again': () => this.change({ Status: this.chance.pick(['open', 'waiting']) }),
    stall: () => this.change({ Status: 'stalled' }),
    reject: () => this.change({ Status: 'rejected' }),
    'hand on': () => this.change({ Queue: this.tracker.queues.campusIt.name }),
    'take back': () => this.change({ Queue: this.tracker.queues.library.name }),
    rename: () => this.change({ Subject: `Renamed ${this.chance.upTo(1_000_000)}` }),
    categorize: () =>
      this.change({ CustomFields: { [this.tracker.category.name]: `Category ${this.chance.upTo(20)}` } }),
    merge: async () => {
      const [ticket, into] = this.recentTickets();
      await this.tracker.change(ticket!, { MergeInto: into! });
      this.gone.add(ticket!);
    },
    delete: async () => {
      const [ticket] = this.recentTickets();
      await this.tracker.delete(ticket!);
      this.gone.add(ticket!);
    },
  };

  private change(change: object): Promise<void> {
    return this.tracker.change(this.anyTicket(), change);
  }
}
