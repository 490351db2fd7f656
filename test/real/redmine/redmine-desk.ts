import type { Random } from '../../support/random.js';
import { BusyDesk, RECENT_DAYS } from '../busy-desk.js';
import type { Redmine } from './redmine.js';

const PAUSE_MILLISECONDS = 1_000;
/** The statuses that Redmine comes with. */
export const [NEW, IN_PROGRESS, RESOLVED, FEEDBACK, CLOSED, REJECTED] = [1, 2, 3, 4, 5, 6] as const;

/** People who work in Redmine. */
export class RedmineDesk extends BusyDesk {
  protected readonly takingAway = ['delete', 'move out of sight'];

  constructor(
    private readonly redmine: Redmine,
    chance: Random,
  ) {
    super(chance, PAUSE_MILLISECONDS);
  }

  protected tickets(): Promise<{ id: number; isRecent: boolean }[]> {
    const rows = this.redmine.rows<{ id: number; isRecent: number }>(
      `SELECT id, created_on > datetime('now', '-${RECENT_DAYS} days') AS isRecent FROM issues ORDER BY id`,
    );
    return Promise.resolve(rows.map(({ id, isRecent }) => ({ id, isRecent: isRecent === 1 })));
  }

  protected readonly acts = {
    create: async () => {
      const { library, printing, campusIt } = this.redmine.projects;
      const project = this.chance.pick([library, printing, campusIt]);
      this.created(await this.redmine.create(project, `New issue of ${project.name}`));
    },
    answer: () => this.change({ notes: 'We are on our way.' }),
    'ask again': () => this.redmine.change(this.anyTicket(), { notes: 'Anybody?' }, 'patron'),
    'note for colleagues': () => this.change({ notes: 'Not again.', private_notes: true }),
    'note for colleagues while starting': () =>
      this.change({ notes: 'Mine.', private_notes: true, status_id: IN_PROGRESS }),
    take: () => this.change({ assigned_to_id: this.redmine.users.operator.id }),
    resolve: () => this.change({ status_id: RESOLVED }),
    close: () => this.change({ status_id: CLOSED }),
    reject: () => this.change({ status_id: REJECTED, notes: 'This is not ours.' }),
    'open again': () => this.change({ status_id: FEEDBACK }),
    'hand on': () => this.change({ project_id: this.redmine.projects.campusIt.id }),
    'take back': () => this.change({ project_id: this.redmine.projects.library.id }),
    rename: () => this.change({ subject: `Renamed ${this.chance.upTo(1_000_000)}` }),
    delete: async () => {
      const [issue] = this.recentTickets();
      await this.redmine.delete(issue!);
      this.gone.add(issue!);
    },
    'move out of sight': async () => {
      const [issue] = this.recentTickets();
      await this.redmine.change(issue!, { project_id: this.redmine.projects.subproject.id });
      this.gone.add(issue!);
    },
  };

  private change(change: object): Promise<void> {
    return this.redmine.change(this.anyTicket(), change);
  }
}
