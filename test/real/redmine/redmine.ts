import { DatabaseSync } from 'node:sqlite';
import { until } from '../../faults/wait-until.js';
import { FROM_UTC, RedmineServer } from './redmine-server.js';

interface Project {
  id: number;
  name: string;
  identifier: string;
}

interface User {
  id: number;
  key: string;
}

interface Prepared {
  projects: Record<'library' | 'printing' | 'campusIt' | 'subproject' | 'elsewhere', Project>;
  users: Record<'collector' | 'operator' | 'patron' | 'blind' | 'stranger', User>;
  tracker: number;
  priority: number;
  /** The number of the category of a project. */
  categories: Record<string, number>;
}

type Login = keyof Prepared['users'];

/** A real Redmine of one test, with its own tables. */
export class Redmine {
  private constructor(
    private readonly server: RedmineServer,
    readonly prepared: Prepared,
    readonly database: DatabaseSync,
  ) {}

  static async open(): Promise<Redmine> {
    const server = await RedmineServer.start();
    // A busy one is waited for.
    const database = new DatabaseSync(server.database, { timeout: 20_000 });
    return new Redmine(server, server.prepared as Prepared, database);
  }

  get projects(): Prepared['projects'] {
    return this.prepared.projects;
  }

  get users(): Prepared['users'] {
    return this.prepared.users;
  }

  get host(): string {
    return `127.0.0.1:${this.server.port}`;
  }

  get url(): string {
    return `http://${this.host}`;
  }

  rows<Row>(sql: string, ...values: (string | number)[]): Row[] {
    return this.database.prepare(sql).all(...values) as Row[];
  }

  /** It is killed with all it has in hand, and starts again. */
  async restart(): Promise<void> {
    await this.server.kill();
    await this.server.launch();
  }

  /** Of the user whose key is used; by its name in Rails. */
  setTimeZone(zone: string): void {
    this.database
      .prepare('UPDATE user_preferences SET time_zone = ? WHERE user_id = ?')
      .run(zone, this.users.collector.id);
  }

  /** It reads its settings anew when one has changed since it read them. */
  setSetting(name: string, value: string): void {
    this.database
      .prepare(
        `UPDATE settings SET value = ?, updated_on = datetime('now', '${FROM_UTC}', '+1 second') WHERE name = ?`,
      )
      .run(value, name);
  }

  /** The issues that were asked for by themselves, in order, by the log. */
  issuesAskedFor(): number[] {
    return [...this.server.log().matchAll(/Started GET "\/issues\/(\d+)\.json/g)].map(([, id]) => Number(id));
  }

  /** The issues that people changed during the test: those of the log are older. */
  issuesTouched(): Set<number> {
    const since = `datetime('now', '${FROM_UTC}', '-50 minutes')`;
    return new Set(
      this.rows<{ id: number }>(`SELECT id FROM issues WHERE updated_on > ${since}`).map(({ id }) => id),
    );
  }

  create(project: Project, subject: string): Promise<number> {
    const issue = { project_id: project.id, tracker_id: this.prepared.tracker, subject };
    return until('an issue is created', async () => {
      const created = await this.send('patron', 'POST', 'issues.json', { issue });
      return (created as { issue: { id: number } } | null)?.issue.id;
    });
  }

  /** Until it has answered: it may be restarting. */
  async change(id: number, issue: object, login: Login = 'operator'): Promise<void> {
    await until('an issue is changed', () => this.send(login, 'PUT', `issues/${id}.json`, { issue }));
  }

  async delete(id: number): Promise<void> {
    await until('an issue is deleted', () => this.send('operator', 'DELETE', `issues/${id}.json`));
  }

  async close(): Promise<void> {
    this.database.close();
    await this.server.close();
  }

  /** Null when it cannot be reached. What was deleted before its answer was lost stays deleted. */
  private async send(login: Login, method: string, path: string, body?: object): Promise<unknown> {
    const headers = { 'x-redmine-api-key': this.users[login].key, 'content-type': 'application/json' };
    const asked = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const answer = await fetch(`${this.url}/${path}`, asked).catch(() => null);
    if (!answer || answer.status >= 500) return null;
    const text = await answer.text();
    if (!answer.ok && !(method === 'DELETE' && answer.status === 404))
      throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text.trim() === '' ? {} : JSON.parse(text);
  }
}
