import { failed } from '../../source-http.js';
import type { Ticket } from '../../ticket-source.js';
import type { Unreadable } from './ticket-reader.js';
import type { WalkState } from './walk.js';

/** So many changes, and none of them readable: the description does not fit any more. */
const MANY = 10;

/**
 * Whether a run can read what it is told. A few tickets that cannot be read are left out, and told of. But when a system is changed so
 * that its description does not fit any more, the run fails, and the next one reads the same tickets again.
 */
export class Readability {
  private wrong: Unreadable | null = null;
  private count = 0;
  private hasRead = false;
  private hasReadChange = false;

  /** `since`: tickets that changed before were told already. `place`: where the run goes on next time. */
  constructor(
    private readonly since: number,
    public place: WalkState | null,
  ) {}

  /** A page was read. `behind`: the place behind it. Throws SourceError when the description does not fit. */
  note(
    page: { tickets: readonly Ticket[]; unreadable: readonly Unreadable[]; unchanged: number },
    behind: WalkState,
  ): void {
    this.wrong ??= page.unreadable[0] ?? null;
    this.count += page.unreadable.length;
    this.hasRead ||= page.tickets.length + page.unchanged > 0;
    this.hasReadChange ||= page.tickets.some(({ changedAt }) => changedAt > this.since);
    if (this.wrong && this.count >= MANY && !this.hasReadChange) throw notFound(this.wrong);
    if (!this.wrong || this.hasReadChange) this.place = behind;
  }

  /** All pages were read. Throws SourceError when no ticket could be read. */
  end(): void {
    if (this.wrong && !this.hasRead) throw notFound(this.wrong);
  }
}

export const notFound = ({ field, path }: Unreadable): Error =>
  failed('settings', 'SOURCE_FIELD_NOT_FOUND', { field, path });
