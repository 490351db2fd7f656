import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import { SERVICE_NOW } from '../../../src/support/sources/kinds/declarative/descriptions/service-now.js';
import {
  basic,
  only,
  Refused,
  TicketSystem,
  told,
  whole,
  type AskedOfSystem,
  type SystemAnswer,
  type SystemNote,
  type SystemTicket,
} from './ticket-system.js';

const TABLE = '/api/now/table/incident';
const PARAMETERS = [
  'sysparm_query',
  'sysparm_fields',
  'sysparm_limit',
  'sysparm_offset',
  'sysparm_display_value',
  'sysparm_exclude_reference_link',
];
const GROUP = '287ebd7da9fe198100f92cc8d1d2154e';
const CALLER = '681ccaf9c0a8016400b98a06818d57c7';
const FORMAT = 'yyyy-MM-dd HH:mm:ss';

type Row = Record<string, string>;

const dateOf = (at: number | null): string =>
  at === null ? '' : DateTime.fromMillis(at, { zone: 'utc' }).toFormat(FORMAT);

/** Rights take rows out of a page after the query; the total counts them. Ids are in no order of time. */
export class ServiceNowSystem extends TicketSystem {
  readonly description = SERVICE_NOW;
  readonly parameters = {
    host: 'example.service-now.com',
    user: 'afterhours',
    password: 'the password of the fake instance',
    groups: 'Library IT,Campus IT',
    campusItGroup: 'Campus IT',
    campusItGroupId: GROUP,
    callerId: CALLER,
  };
  readonly wrongToOpen = ['callerId', 'Library Desk'] as const;
  private readonly correlations = new Map<string, string>();
  override readonly tellsFirstResponse = false;
  override readonly hidesAsMissing = true;
  /** In which dates of queries are taken. */
  queryZone = 'UTC';

  override reset(): void {
    super.reset();
    this.correlations.clear();
    this.queryZone = 'UTC';
  }

  protected override idOf(count: number): string {
    return createHash('md5').update(String(count)).digest('hex');
  }

  protected isAllowed({ headers }: AskedOfSystem): boolean {
    return !this.isRefusing && headers.authorization === basic('afterhours', this.parameters.password);
  }

  protected isList({ path }: AskedOfSystem): boolean {
    return path === TABLE;
  }

  protected answerTo({ path, query, method }: AskedOfSystem): SystemAnswer {
    only(query.keys(), PARAMETERS);
    if (method !== 'GET' || !path.startsWith(TABLE)) throw new Refused(400, 'no such table');
    if ((query.get('sysparm_display_value') ?? 'false') !== 'false')
      throw new Refused(400, 'only stored values are told');
    const names = query.get('sysparm_fields')?.split(',') ?? null;
    if (path === TABLE) return this.list(query, names);
    const ticket = this.tickets.get(path.slice(TABLE.length + 1));
    if (!ticket || ticket.isDeleted || ticket.isHidden) throw new Refused(404, 'No Record found');
    return told({ result: picked(this.rowOf(ticket), names) });
  }

  protected noteOf({ method, path, query }: AskedOfSystem, body: Record<string, unknown>): SystemNote | null {
    if (method !== 'PATCH' || !path.startsWith(`${TABLE}/`)) return null;
    only(query.keys(), PARAMETERS);
    const { work_notes: text, ...more } = body;
    if (typeof text !== 'string' || Object.keys(more).length > 0) throw new Refused(400, 'no such field');
    return { id: path.slice(TABLE.length + 1), text };
  }

  protected isOpening({ path }: AskedOfSystem): boolean {
    return path === TABLE;
  }

  /** A data policy of this instance wants a caller. A reference that leads nowhere is stored as none. */
  protected opened(body: Record<string, unknown>, { query }: AskedOfSystem): SystemAnswer {
    only(query.keys(), PARAMETERS);
    const fields = [
      'short_description',
      'description',
      'correlation_id',
      'caller_id',
      'assignment_group',
      'urgency',
    ];
    only(Object.keys(body), fields);
    if (!['1', '2', '3'].includes(body['urgency'] as string)) throw new Refused(400, 'no such urgency');
    if (body['caller_id'] !== CALLER) {
      const detail = 'Data Policy Exception:\nThe following fields are mandatory: Caller';
      const error = { message: 'Operation Failed', detail };
      throw new Refused(403, detail, { error, status: 'failure' });
    }
    const isWithCampusIt = body['assignment_group'] === GROUP;
    const ticket = this.open({ title: body['short_description'] as string, isWithCampusIt });
    this.correlations.set(ticket.id, body['correlation_id'] as string);
    return {
      status: 201,
      body: { result: picked(this.rowOf(ticket), query.get('sysparm_fields')?.split(',') ?? null) },
    };
  }

  private rowOf(ticket: SystemTicket): Row {
    return { ...rowOf(ticket), correlation_id: this.correlations.get(ticket.id) ?? '' };
  }

  private list(query: URLSearchParams, names: string[] | null): SystemAnswer {
    const terms = (query.get('sysparm_query') ?? '').split('^');
    const orders = terms.filter((term) => term.startsWith('ORDERBY')).map((term) => term.slice(7));
    only(orders, ['sys_id', 'sys_updated_on']);
    const tests = terms.filter((term) => !term.startsWith('ORDERBY')).map((term) => this.testOf(term));
    const found = [...this.tickets.values()]
      .filter(({ isDeleted }) => !isDeleted)
      .map((ticket) => ({ ticket, row: this.rowOf(ticket) }))
      .filter(({ row }) => tests.every((test) => test(row)));
    for (const order of orders.toReversed())
      found.sort((a, b) => (a.row[order]! < b.row[order]! ? -1 : Number(a.row[order]! > b.row[order]!)));
    const offset = whole(query.get('sysparm_offset'), 0, 0);
    const page = found.slice(offset, offset + whole(query.get('sysparm_limit'), 10_000));
    return told(
      { result: page.filter(({ ticket }) => !ticket.isHidden).map(({ row }) => picked(row, names)) },
      { 'x-total-count': String(found.length) },
    );
  }

  private testOf(term: string): (row: Row) => boolean {
    const [, field, operator, value = ''] = /^([a-z_.]+)(>=|<=|=|>|<|IN)(.*)$/.exec(term) ?? [];
    if (field === undefined || !(field in this.rowOf(EXAMPLE)))
      throw new Refused(400, `${term} is not understood`);
    const asked = field.endsWith('_on') || field.endsWith('_at') ? this.asUtc(value) : value;
    switch (operator) {
      case '>=':
        return (row) => row[field]! >= asked;
      case '>':
        return (row) => row[field]! > asked;
      case '<=':
        return (row) => row[field]! <= asked;
      case '<':
        return (row) => row[field]! < asked;
      case '=':
        return (row) => row[field] === asked;
      default:
        return (row) => value.split(',').includes(row[field]!);
    }
  }

  private asUtc(text: string): string {
    if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) throw new Refused(400, `${text} is no date`);
    return DateTime.fromFormat(text, FORMAT, { zone: this.queryZone }).toUTC().toFormat(FORMAT);
  }
}

const rowOf = (ticket: SystemTicket): Row => ({
  sys_id: ticket.id,
  sys_updated_on: dateOf(ticket.changedAt),
  opened_at: dateOf(ticket.openedAt),
  resolved_at: dateOf(ticket.resolvedAt),
  closed_at: '',
  state: ticket.isResolved ? '6' : ticket.isWaiting ? '3' : '2',
  short_description: ticket.title,
  category: 'hardware',
  contact_type: 'walk-in',
  priority: { low: '4', normal: '3', high: '2', urgent: '1' }[ticket.priority],
  'assignment_group.name': ticket.isWithCampusIt ? 'Campus IT' : 'Library IT',
  'location.name': ticket.place,
});

const EXAMPLE = { changedAt: 0, openedAt: 0, resolvedAt: null, priority: 'normal' } as SystemTicket;

function picked(row: Row, names: string[] | null): Row {
  only(names ?? [], Object.keys(row));
  return Object.fromEntries(Object.entries(row).filter(([name]) => names?.includes(name) ?? true));
}
