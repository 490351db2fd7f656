import type { Answer } from '../support/http-client.js';
import { deviationsFrom, mismatches } from '../support/openapi.js';
import type { Caller } from './callers.js';
import type { Changes } from './changes.js';
import type { Operation } from './operations.js';
import type { WireRequest } from './wire-request.js';

/** A request and its result. */
export interface Outcome {
  operation: Operation;
  caller: Caller;
  sent: WireRequest;
  answer: Answer;
  changes: Changes;
  /** The mutations of the request; empty for a valid one. */
  mutations: readonly string[];
}

const REFUSALS = new Set([400, 401, 403, 404, 409, 412, 413, 414, 415, 422]);
/** Refusals that no schema can describe: relations between fields, to the clock, and to stored data. */
const BEYOND_SCHEMAS =
  /must (not )?lie|date (has no|needs its) hours|source is needed|operatorId must name|must say with whom|scheduleId must|[Uu]rl must|at one end of the shift|minutes at least|needs both|must be (whoever|somebody)|(may last|lasts|lie) at most|must not overlap|24 hours|for operators only|for weekly entries only|of a (weekly|single) entry must|must say on which day|period from|so (a|its) target|evidence must say|the id of an action|lies between 0 and 1|does not go with unassigned|must be a JSONPath|must be iso, or a date format|name of a header|a path on the server|must be a JSON object|must contain|only the resolution has a target|serviceTargets must not hold|locations must not hold|is needed with|except on a counter|cumulative is for gates|is only for POST|must name the columns|has more than|Rosters come as rows|when a shift ends|belong together|is for activity|what was counted|where it was counted|columns\.\w+ is needed|are for event logs|the location of the calendar|for calendars of one location/;
/** A JSON query is a string in the schema. */
const JSON_QUERIES = /^draft(Rule|Exception)\b/;
/** A calendar program keeps its copy, and asks whether it is still true. */
const CALENDARS = /^GET \/calendars\//;
const SECRET = /[A-Za-z0-9_-]{43}/g;
/** Answers of nobody in particular. The time of an entry in the trail would tell whose they are. */
const NOT_AUDITED = ['POST /pulses/{token}', 'POST /patron-questions/{token}'];
const MUTATING = new Set(['POST', 'PATCH', 'DELETE', 'PUT']);

/** Input with a target that is not a path never becomes a request, so it has no id. */
const isReadable = ({ sent }: Outcome): boolean => sent.path.startsWith('/') || sent.path.startsWith('http');

/** All problems of an answer, or of the request's effects. */
export function complaints(outcome: Outcome, secrets: ReadonlySet<string>): string[] {
  return [
    ...wrongStatus(outcome),
    ...wrongAnswer(outcome),
    ...wrongHeaders(outcome),
    ...shownSecrets(outcome, secrets),
    ...wrongChanges(outcome),
    ...wrongCaller(outcome),
    ...wronglyTaken(outcome),
    ...wronglyRefused(outcome),
  ];
}

const isOwn = ({ operation, sent }: Outcome): boolean => operation.method === sent.method;
const succeeded = ({ answer }: Outcome): boolean => answer.status < 300;

function wrongStatus(outcome: Outcome): string[] {
  const { status } = outcome.answer;
  if (status >= 500) return [`a ${status}`];
  if (succeeded(outcome) || REFUSALS.has(status)) return [];
  return [`status ${status}, which no client was told of`];
}

/** Whether the check of a field has no sentence of its own. */
const isUnsaid = ({ code, params }: { code: string; params?: { rule?: string } }): boolean =>
  code === 'INVALID_FIELD' && params?.rule === undefined;

function wrongAnswer(outcome: Outcome): string[] {
  const { operation, answer, sent } = outcome;
  if (sent.method === 'HEAD') return answer.body === '' ? [] : ['a body after HEAD'];
  if (!isOwn(outcome) && succeeded(outcome)) return [];
  const wrong = deviationsFrom(operation.method, operation.template, answer).map(
    (deviation) => `not as documented: ${deviation}`,
  );
  if (succeeded(outcome) || wrong.length > 0) return wrong;
  const { body, headers, status } = answer;
  if (body.status !== status) wrong.push('a problem of another status');
  if (!/^[A-Z][A-Z0-9_]+$/.test(body.code as string)) wrong.push(`a problem of code ${body.code}`);
  if (body.violations && body.violations[0]?.code !== body.code)
    wrong.push('a code that is not the first violation’s');
  if (body.violations?.some(isUnsaid)) wrong.push('a violation that no sentence tells');
  // A replay has the body of the first answer, so its request id differs.
  const isOther = body.requestId !== headers.get('x-request-id');
  if (isOther && isReadable(outcome) && !headers.has('idempotency-replayed'))
    wrong.push('a problem of another request');
  return wrong;
}

function wrongHeaders(outcome: Outcome): string[] {
  const { headers, body, status } = outcome.answer;
  const wrong: string[] = [];
  if (headers.has('x-powered-by')) wrong.push('it tells what it is made of');
  const isKept =
    CALENDARS.test(outcome.operation.name) && headers.get('cache-control') === 'private, no-cache';
  if (isReadable(outcome) && headers.get('cache-control') !== 'no-store' && !isKept)
    wrong.push('an answer to be cached');
  if (status === 401 && !headers.has('www-authenticate')) wrong.push('a 401 without www-authenticate');
  const isSingle = succeeded(outcome) && typeof body?.id === 'string';
  if (isSingle && outcome.sent.method !== 'HEAD' && !headers.has('etag'))
    wrong.push('a single resource without an ETag');
  return wrong;
}

/**
 * A secret may only be in the answer that creates it, or in an answer to a client that just sent it in a
 * path. Its digest may be nowhere.
 */
function shownSecrets({ answer, sent }: Outcome, secrets: ReadonlySet<string>): string[] {
  const text = JSON.stringify(answer.body);
  const candidates = text.match(SECRET) ?? [];
  const again = candidates.filter((candidate) => secrets.has(candidate) && !sent.path.includes(candidate));
  return [
    ...again.map(() => 'a secret shown twice'),
    ...(/\$argon2|password_?hash|"digest"/i.test(text) ? ['a digest shown'] : []),
  ];
}

/** What they read stands in the trail, although they change nothing. */
const EXPORTS = ['GET /pilots/{id}/data-package'];
const IN_THE_TRAIL = ['audit_events', 'live_changes'];

function wrongChanges(outcome: Outcome): string[] {
  const { answer, changes, sent } = outcome;
  const { tables, audited } = changes;
  // A refused sign-in is in the audit trail.
  if (answer.status === 401 && outcome.operation.name === 'POST /auth/login') return [];
  if (!succeeded(outcome))
    return tables.length > 0 ? [`refused, and yet it changed ${tables.join(', ')}`] : [];
  if (NOT_AUDITED.includes(outcome.operation.name))
    return audited.length > 0 ? ['an answer of nobody in particular in the trail'] : [];
  if (EXPORTS.includes(outcome.operation.name))
    return audited.length > 0 && tables.every((table) => IN_THE_TRAIL.includes(table))
      ? []
      : [`an export that changed ${tables.join(', ')}`];
  if (!MUTATING.has(sent.method))
    return tables.length > 0 ? [`a ${sent.method} that changed ${tables.join(', ')}`] : [];
  const isReplay = answer.headers.has('idempotency-replayed');
  if (isReplay && tables.length > 0) return [`a replay that changed ${tables.join(', ')}`];
  if (answer.status === 201 && tables.length === 0 && !isReplay)
    return ['something made that changed nothing'];
  const isAudited = audited.length > 0 && audited.every((id) => id === answer.headers.get('x-request-id'));
  return tables.length > 0 && !isAudited
    ? [`${tables.join(', ')} changed without an audit event of this request`]
    : [];
}

/** Strangers must get nothing, and nobody may see rows of other locations. */
function wrongCaller(outcome: Outcome): string[] {
  const { caller, operation, answer, mutations } = outcome;
  if (caller.isStranger && !operation.isPublic) {
    if (succeeded(outcome) && isOwn(outcome) && mutations.length < 2) return ['a stranger let in'];
    if (mutations.length === 0 && answer.status !== 401) return [`a stranger answered ${answer.status}`];
  }
  const { locationIds } = caller;
  if (!succeeded(outcome) || locationIds === 'all' || operation.isPublic) return [];
  const foreign = locationsIn(answer.body).filter((id) => !locationIds.includes(id));
  return foreign.length > 0 ? ['a row of another location'] : [];
}

function locationsIn(body: unknown): string[] {
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([name, value]) =>
    name === 'locationId' && typeof value === 'string' ? [value] : locationsIn(value),
  );
}

/** An accepted request must be valid by openapi.json. */
function wronglyTaken(outcome: Outcome): string[] {
  if (!succeeded(outcome) || !isOwn(outcome)) return [];
  const mismatched = [...bodyMismatches(outcome), ...queryMismatches(outcome)];
  return mismatched.map((mismatch) => `taken, though its schema says no: ${mismatch}`);
}

function bodyMismatches({ operation, sent }: Outcome): string[] {
  if (!operation.body || operation.takesForm || operation.takesCalendar || !sent.body) return [];
  const text = sent.body.toString('utf8').trim();
  return mismatches(operation.body, text === '' ? {} : JSON.parse(text));
}

function queryMismatches({ operation, sent }: Outcome): string[] {
  const given = [...new URL(sent.path, 'http://here').searchParams];
  const missing = operation.query.filter(
    ({ name, required }) => required && !given.some(([other]) => other === name),
  );
  const wrong = given.flatMap(([name, text]) => {
    const parameter = operation.query.find((known) => known.name === name);
    if (!parameter) return [`there is no parameter ${name}`];
    const { type } = parameter.schema;
    const value = type === 'integer' ? Number(text) : type === 'boolean' ? text === 'true' || text : text;
    return mismatches(parameter.schema, value === 'false' && type === 'boolean' ? false : value);
  });
  return [...wrong, ...missing.map(({ name }) => `${name} is missing`)];
}

interface Refusal {
  code?: string;
  detail?: string;
  violations?: { field?: string }[];
}

/** A request that is valid by openapi.json must not be refused for its fields alone. */
function wronglyRefused(outcome: Outcome): string[] {
  const { answer, mutations } = outcome;
  const { code, detail, violations = [] } = (answer.body ?? {}) as Refusal;
  const isForFields = ['INVALID_FIELD', 'UNKNOWN_FIELD', 'MALFORMED_REQUEST'].includes(code ?? '');
  if (mutations.length > 0 || !isForFields || BEYOND_SCHEMAS.test(detail ?? '')) return [];
  if (violations.some(({ field = '' }) => JSON_QUERIES.test(field))) return [];
  if ([...bodyMismatches(outcome), ...queryMismatches(outcome)].length > 0) return [];
  return [`refused, though its schema says yes: ${detail}`];
}
