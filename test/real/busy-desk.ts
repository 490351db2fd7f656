import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../support/random.js';

/** Tickets that are opened in this span are looked for again when they are not listed any more. */
export const RECENT_DAYS = 80;
/** Of more lost tickets, the product assumes that a right was lost. */
const MOST_GONE = 12;

/** People who work in a ticket system: tickets arrive and change in every way, one change at a time. */
export abstract class BusyDesk {
  readonly gone = new Set<number>();
  /** How often each kind of change has happened. */
  readonly changes = new Map<string, number>();
  protected readonly recent: number[] = [];
  private readonly all: number[] = [];
  private isOpen = true;
  private atFirst = 0;
  private working: Promise<void> = Promise.resolve();

  protected constructor(
    protected readonly chance: Random,
    private readonly pauseMilliseconds: number,
  ) {}

  protected abstract readonly acts: Readonly<Record<string, () => Promise<void>>>;
  /** Those that take a ticket away. */
  protected abstract readonly takingAway: readonly string[];
  protected abstract tickets(): Promise<readonly { id: number; isRecent: boolean }[]>;

  async open(): Promise<void> {
    const tickets = await this.tickets();
    this.all.push(...tickets.map(({ id }) => id));
    this.recent.push(...tickets.filter(({ isRecent }) => isRecent).map(({ id }) => id));
    this.atFirst = this.recent.length;
    this.working = this.work();
    this.working.catch(() => undefined);
  }

  /** Ends with the change that is in hand. */
  async close(): Promise<void> {
    this.isOpen = false;
    await this.working;
  }

  /** More tickets are taken away, of those that were there at first. */
  async takeAway(): Promise<void> {
    this.recent.splice(this.atFirst);
    for (const name of this.takingAway) await this.acts[name]!();
  }

  protected created(ticket: number): void {
    this.all.push(ticket);
    this.recent.push(ticket);
  }

  protected anyTicket(): number {
    return this.chance.pick(this.all.filter((id) => !this.gone.has(id)));
  }

  protected recentTickets(): number[] {
    return this.chance.shuffled(this.recent.filter((id) => !this.gone.has(id)));
  }

  /** Each kind of change in turn, so that a short time sees all of them. */
  private async work(): Promise<void> {
    while (this.isOpen)
      for (const name of this.chance.shuffled(Object.keys(this.acts))) {
        if (!this.isOpen) break;
        if (this.takingAway.includes(name) && this.gone.size >= MOST_GONE) continue;
        await this.acts[name]!();
        this.changes.set(name, (this.changes.get(name) ?? 0) + 1);
        await sleep(this.pauseMilliseconds);
      }
  }
}
