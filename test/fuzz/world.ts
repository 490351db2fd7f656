import type { TestApp } from '../support/app.js';
import type { FakeRequestTracker } from '../support/fake-request-tracker.js';
import type { Answer } from '../support/http-client.js';
import { aCast, type Caller, type Cast } from './callers.js';
import { changesSince, watchChanges } from './changes.js';
import { complaints, type Outcome } from './answer-checks.js';
import { NOWHERE } from './garbage.js';
import type { Operation } from './operations.js';
import { Ref } from './values.js';
import { exchange, written, type WireRequest } from './wire-request.js';

const LONGEST_POOL = 60;
const MOST_FINDINGS = 40;
const LONGEST_SHOWN = 1500;

/** A running app, the callers, the existing ids, and the problems found so far. */
export class World {
  readonly requests = new Map<string, number>();
  readonly successes = new Map<string, number>();
  readonly statuses = new Map<number, number>();
  /** The first problem of each kind, with its request. */
  readonly findings = new Map<string, string>();
  private readonly pools = new Map<string, string[]>();
  private readonly tokens: string[] = [];
  private readonly secrets = new Set<string>();

  private constructor(
    readonly app: TestApp,
    /** A ticket system that the app may ask. */
    readonly tracker: FakeRequestTracker,
    private readonly cast: Cast,
  ) {}

  static async around({ app, tracker }: { app: TestApp; tracker: FakeRequestTracker }): Promise<World> {
    const world = new World(app, tracker, await aCast(app));
    await watchChanges(app.database);
    return world;
  }

  caller(name: string): Caller {
    return this.cast.callers.get(name)!;
  }

  /** The newest id of a kind, or the one `pick` places earlier. */
  id(kind: string, pick = 0): string {
    const pool = this.pools.get(kind) ?? [];
    return pool.at(-1 - (pick % Math.max(1, pool.length))) ?? NOWHERE;
  }

  token(pick: number): string {
    return this.tokens.at(-1 - (pick % Math.max(1, this.tokens.length))) ?? 'no-such-token';
  }

  /** The value with ids in place of all references; no repeated references in lists. */
  resolve = (value: unknown): unknown => {
    if (value instanceof Ref) return this.id(value.kind, value.pick);
    if (Array.isArray(value)) {
      const items = value.map(this.resolve);
      return value.some((item) => item instanceof Ref) ? [...new Set(items)] : items;
    }
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, this.resolve(child)]));
  };

  /** Sends a request, checks its answer, and remembers the ids it created. */
  async send(
    operation: Operation,
    caller: Caller,
    sent: WireRequest,
    mutations: readonly string[] = [],
  ): Promise<Answer> {
    const request = { operation, caller, sent, mutations };
    let answer: Answer;
    try {
      answer = await exchange(this.app.url, sent);
    } catch (error) {
      this.report('no answer', String(error), request);
      return { status: 0, headers: new Headers(), body: '' };
    }
    const changes = await changesSince(this.app.database);
    const outcome = { ...request, answer, changes };
    for (const complaint of complaints(outcome, this.secrets)) {
      this.report(
        complaint,
        `${answer.status} ${JSON.stringify(answer.body).slice(0, LONGEST_SHOWN)}`,
        request,
      );
    }
    this.count(outcome);
    await this.remember(outcome);
    return answer;
  }

  /** Stores the first problem of each kind and operation, with everything needed to repeat it. */
  report(
    kind: string,
    what: string,
    { operation, caller, sent, mutations }: Omit<Outcome, 'answer' | 'changes'>,
  ): void {
    const key = `${operation.name} ${kind.replaceAll(/[0-9a-f-]{36}|\d+/g, '…')}`;
    if (this.findings.has(key) || this.findings.size >= MOST_FINDINGS) return;
    const how = mutations.length > 0 ? `, with ${mutations.join(' and ')}` : '';
    this.findings.set(key, `${kind}\n${what}\nby ${caller.name}${how}:\n${written(sent)}`);
  }

  private count({ operation, answer, sent }: Outcome): void {
    const add = <Key>(counts: Map<Key, number>, key: Key): void =>
      void counts.set(key, (counts.get(key) ?? 0) + 1);
    add(this.requests, operation.name);
    add(this.statuses, answer.status);
    if (answer.status < 300 && sent.method === operation.method) add(this.successes, operation.name);
  }

  private async remember({ operation, caller, sent, answer }: Outcome): Promise<void> {
    if (answer.status >= 300 || sent.method !== operation.method) return;
    const { body } = answer;
    if (['POST /auth/logout', 'DELETE /me/sessions/{id}'].includes(operation.name) && caller.userId) {
      caller.headers = (await this.app.signedIn(caller.userId)).headers;
    }
    const kind = kindOf(operation, body);
    if (operation.method === 'DELETE') {
      const id = sent.path.split('?')[0]!.split('/').at(-1)!.toLowerCase();
      const pool = this.pools.get(kind) ?? [];
      // A deleted id stays for a while, because its answers are tested too.
      if (pool.indexOf(id) < pool.length - 8)
        this.pools.set(
          kind,
          pool.filter((other) => other !== id),
        );
      return;
    }
    const items: unknown[] = Array.isArray(body?.items) ? body.items : [body];
    for (const item of items) this.keep(kind, (item as { id?: unknown } | null)?.id);
    this.keepSecrets(answer);
  }

  private keep(kind: string, id: unknown): void {
    if (typeof id !== 'string' || this.cast.kept.has(id)) return;
    const pool = (this.pools.get(kind) ?? []).filter((other) => other !== id);
    this.pools.set(kind, [...pool, id].slice(-LONGEST_POOL));
  }

  private keepSecrets({ body, headers }: Answer): void {
    const token = (body?.invitationUrl as string | undefined)?.split('/').at(-1);
    if (token !== undefined) this.tokens.push(token);
    const key = (body?.key as string | undefined)?.replace('ah_', '');
    const session = /afterhours_session=([^;]+)/.exec(headers.getSetCookie()[0] ?? '')?.[1];
    for (const secret of [token, key, session]) if (secret) this.secrets.add(secret);
  }
}

/** The kind of the ids in an answer: its collection, or the nested one that it created. */
function kindOf({ name, kind, nested, template }: Operation, body: unknown): string {
  if (nested) return nested;
  if (name.includes('/drop-requests') && !name.endsWith('/take')) return 'drop-requests';
  if (body && typeof body === 'object' && 'shiftId' in body) return 'claims';
  if (name.includes('/review-actions/')) return 'reviews';
  if (name.startsWith('POST /auth') || name === 'GET /me') return 'users';
  return kind ?? template.replace('/api/v1/', '');
}
