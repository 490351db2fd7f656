import fc from 'fast-check';
import type { Answer } from '../support/http-client.js';
import { calendars } from './calendars.js';
import { CALLERS } from './callers.js';
import { encoded, form, toWire, uploadParts, type Draft, type Upload } from './draft-request.js';
import { mutationsAround } from './mutations-around.js';
import { bodyMutations, type Mutation } from './mutations.js';
import type { Operation } from './operations.js';
import { attachments, uploadMutations, uploads } from './uploads.js';
import { refTo, valuesOf, type Ref } from './values.js';
import type { World } from './world.js';

/** A request as generated from the seed, before existing ids are known. */
interface Plan {
  operation: Operation;
  caller: string;
  id: Ref;
  entryId: Ref;
  query: Record<string, unknown>;
  body: unknown;
  mutations: readonly Mutation[];
  headers: Record<string, string>;
  /** Sent again at once, with the same Idempotency-Key. */
  isRepeated: boolean;
}

const callers = fc.oneof(
  { weight: 3, arbitrary: fc.constant('admin') },
  { weight: 2, arbitrary: fc.constantFrom(...CALLERS) },
);

const niceHeaders = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  { weight: 2, arbitrary: fc.constantFrom('*', '"1"', '"2"').map((tag) => ({ 'if-match': tag })) },
  { weight: 1, arbitrary: fc.constant({ accept: 'text/csv' }) },
  { weight: 1, arbitrary: fc.constant({ accept: 'application/json' }) },
  { weight: 1, arbitrary: fc.nat(50).map((number) => ({ 'idempotency-key': `again-${number}` })) },
);

/** A request to an operation: valid, or with one or two errors. */
export function plansFor(operation: Operation): fc.Arbitrary<Plan> {
  const { body, takesForm, takesCalendar, kind, nested, template } = operation;
  const ofBody = takesForm ? uploadMutations : bodyMutations;
  const mutation =
    body && !takesCalendar
      ? fc.oneof({ weight: 3, arbitrary: ofBody }, { weight: 2, arbitrary: mutationsAround })
      : fc.oneof({ weight: 6, arbitrary: mutationsAround }, { weight: 1, arbitrary: bodyMutations });
  const known = Object.fromEntries(operation.query.map(({ name, schema }) => [name, valuesOf(schema, name)]));
  const requiredKeys = operation.query.filter(({ required }) => required).map(({ name }) => name);
  return fc.record<Plan>({
    operation: fc.constant(operation),
    caller: callers,
    id: refTo(kind ?? 'locations'),
    entryId: refTo(nested ?? 'locations'),
    query: fc.oneof(fc.record(known, { requiredKeys, noNullPrototype: true }), fc.constant({})),
    body: takesForm
      ? template.endsWith('/attachments')
        ? attachments
        : uploads
      : takesCalendar
        ? calendars
        : body
          ? valuesOf(body)
          : fc.constant(undefined),
    mutations: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 2, arbitrary: fc.tuple(mutation) },
      { weight: 1, arbitrary: fc.tuple(mutation, mutation) },
    ),
    headers: niceHeaders,
    isRepeated: fc.oneof(
      { weight: 15, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
  });
}

/** Turns a plan into requests, and sends them. */
export async function carryOut(world: World, plan: Plan, at: number): Promise<void> {
  const { operation, isRepeated } = plan;
  const caller = world.caller(plan.caller);
  const draft = drafted(world, plan);
  const mutations = [...plan.mutations].sort((one, other) => one.stage - other.stage);
  for (const { apply } of mutations) apply(draft, world.resolve);
  finishUpload(draft);
  const repeats = isRepeated && operation.method === 'POST' && draft.method === 'POST' && !operation.isPublic;
  if (repeats) draft.headers['idempotency-key'] = `once-${at}`;
  const sent = toWire(draft);
  const names = mutations.map(({ name }) => name);
  const first = await world.send(operation, caller, sent, names);
  if (!repeats) return;
  const second = await world.send(operation, caller, sent, [...names, 'sent again']);
  if (!sameAnswer(first, second)) {
    const what = `${first.status}, and ${second.status} when it was sent again`;
    world.report('another answer', what, { operation, caller, sent, mutations: names });
  }
}

function drafted(world: World, plan: Plan): Draft {
  const { operation } = plan;
  const caller = world.caller(plan.caller);
  const path = operation.template
    .replace('{id}', world.resolve(plan.id) as string)
    .replace('{token}', world.token(plan.id.pick))
    .replace(/\{\w+\}/, world.resolve(plan.entryId) as string);
  const query = Object.entries(world.resolve(plan.query) as object).map(
    ([name, value]) => `${name}=${encoded(String(value))}`,
  );
  return {
    operation,
    method: operation.method,
    path,
    query,
    headers: {
      ...caller.headers,
      ...(operation.takesCalendar && { 'content-type': 'text/calendar' }),
      ...plan.headers,
    },
    json: operation.takesCalendar ? undefined : world.resolve(plan.body),
    text: operation.takesCalendar ? (plan.body as string) : null,
    bytes: null,
  };
}

function finishUpload(draft: Draft): void {
  if (!draft.operation.takesForm || draft.bytes || draft.text) return;
  const { headers, bytes } = form(uploadParts(draft.json as Upload));
  draft.bytes = bytes;
  draft.headers = { ...headers, ...draft.headers };
}

const sameAnswer = (first: Answer, second: Answer): boolean =>
  first.status === second.status &&
  first.body?.id === second.body?.id &&
  first.body?.code === second.body?.code;
