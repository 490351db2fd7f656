import { Client } from 'pg';
import { newId } from '../../src/platform/ids.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

const POSITION = '00000000-0000-7000-8000-000000000001';

/** What the tables themselves refuse, for any client and any statement. */
describe('constraints on claims and related tables', () => {
  let database: TestDatabase;
  let locationId: string;
  beforeAll(async () => {
    database = await createDatabase();
    locationId = newId();
    await database.query(`INSERT INTO locations (id, name, time_zone) VALUES ($1, 'Lab', 'UTC')`, [
      locationId,
    ]);
  });
  afterAll(() => database.drop());

  const insert = async (table: string, row: Record<string, unknown>, on = database): Promise<string> => {
    const columns = Object.keys(row);
    await on.query(
      `INSERT INTO ${table} (${columns.join()}) VALUES (${columns.map((_, index) => `$${index + 1}`).join()})`,
      Object.values(row),
    );
    return row['id'] as string;
  };
  const anOperator = async (row: object = {}): Promise<string> => {
    const id = newId();
    const user = {
      id: newId(),
      email: `${id}@x.edu`,
      name: 'Maya',
      role: 'operator',
      created_at: new Date(0),
    };
    await insert('users', { display_name: 'Olga', ...user });
    return insert('operators', { id, user_id: user.id, ...row });
  };
  const shiftRow = (row: object = {}): Record<string, unknown> => ({
    id: newId(),
    location_id: locationId,
    position_id: POSITION,
    starts_at: '2026-11-02T10:00:00Z',
    ends_at: '2026-11-02T12:00:00Z',
    seats: 2,
    status: 'published',
    ...row,
  });
  const aShift = (row: object = {}): Promise<string> => insert('shifts', shiftRow(row));
  const claimRow = (shiftId: string, operatorId: string, row: object = {}): Record<string, unknown> => ({
    id: newId(),
    shift_id: shiftId,
    operator_id: operatorId,
    starts_at: '2026-11-02T10:00:00Z',
    ends_at: '2026-11-02T12:00:00Z',
    seats: 2,
    seat: 1,
    status: 'pending',
    created_at: new Date(0),
    ...row,
  });
  const aClaim = (shiftId: string, operatorId: string, row: object = {}): Promise<string> =>
    insert('claims', claimRow(shiftId, operatorId, row));
  const refusedBy = (statement: Promise<unknown>, constraint: string): Promise<void> =>
    expect(statement).rejects.toMatchObject({ constraint });
  const update = (table: string, id: string, set: string): Promise<object[]> =>
    database.query(`UPDATE ${table} SET ${set} WHERE id = $1`, [id]);

  it('no operator is on two overlapping shifts, but may be on two that touch', async () => {
    const operator = await anOperator();
    await aClaim(await aShift(), operator);
    const over = { starts_at: '2026-11-02T11:59:59.999Z', ends_at: '2026-11-02T13:00:00Z' };
    await refusedBy(aClaim(await aShift(over), operator, over), 'claims_no_overlap');
    const beside = { starts_at: '2026-11-02T12:00:00Z', ends_at: '2026-11-02T13:00:00Z' };
    const touching = await aShift(beside);
    await aClaim(touching, operator, beside);
    await refusedBy(update('shifts', touching, `starts_at = '2026-11-02T11:00:00Z'`), 'claims_no_overlap');
    const ended = await aClaim(await aShift(over), operator, { ...over, status: 'rejected', seat: null });
    await refusedBy(update('claims', ended, `status = 'approved', seat = 1`), 'claims_no_overlap');
  });

  it('no seat is taken twice, and none beyond the shift’s number', async () => {
    const shift = await aShift();
    const first = await aClaim(shift, await anOperator());
    await refusedBy(aClaim(shift, await anOperator()), 'claims_one_seat');
    await refusedBy(aClaim(shift, await anOperator(), { seat: 3 }), 'claims_seat');
    await refusedBy(aClaim(shift, await anOperator(), { seat: 0 }), 'claims_seat');
    await refusedBy(aClaim(shift, await anOperator(), { seat: null }), 'claims_seat');
    await aClaim(shift, await anOperator(), { seat: 2 });
    await refusedBy(update('shifts', shift, 'seats = 1'), 'claims_seat');
    await refusedBy(update('claims', first, `status = 'withdrawn'`), 'claims_seat');
    await refusedBy(update('claims', first, 'seat = NULL'), 'claims_seat');
    await update('claims', first, `status = 'withdrawn', seat = NULL`);
    await aClaim(shift, await anOperator(), { seat: 1, status: 'approved' });
  });

  it('no operator has two claims on a shift at a time', async () => {
    const [shift, operator] = [await aShift(), await anOperator()];
    const first = await aClaim(shift, operator);
    await expect(aClaim(shift, operator, { seat: 2 })).rejects.toMatchObject({
      constraint: expect.stringMatching(/^claims_(one_each|no_overlap)$/),
    });
    await update('claims', first, `status = 'rejected', seat = NULL`);
    await aClaim(shift, operator);
  });

  it('a claim has the span and seats of its shift, and follows its changes', async () => {
    const [shift, operator] = [await aShift(), await anOperator()];
    const wrong = { ends_at: '2026-11-02T11:00:00Z' };
    await refusedBy(aClaim(shift, operator, wrong), 'claims_shift_fk');
    await refusedBy(aClaim(shift, operator, { seats: 5 }), 'claims_shift_fk');
    const claim = await aClaim(shift, operator);
    await refusedBy(update('claims', claim, `starts_at = '2026-11-02T09:00:00Z'`), 'claims_shift_fk');
    await update('shifts', shift, `ends_at = '2026-11-02T16:00:00Z', seats = 4`);
    const [row] = await database.query('SELECT ends_at, seats FROM claims WHERE id = $1', [claim]);
    expect(row).toEqual({ ends_at: new Date('2026-11-02T16:00:00Z'), seats: 4 });
    await refusedBy(database.query('DELETE FROM shifts WHERE id = $1', [shift]), 'claims_shift_fk');
    await refusedBy(database.query('DELETE FROM operators WHERE id = $1', [operator]), 'claims_operator_fk');
  });

  it.each([
    ['status', `status = 'open', seat = NULL`, 'claims_status'],
    [
      'check-out before check-in',
      `checked_in_at = now(), checked_out_at = now() - interval '1 s'`,
      'claims_attendance',
    ],
    ['check-out at check-in', `checked_in_at = now(), checked_out_at = now()`, 'claims_attendance'],
    ['no-show that checked in', `checked_in_at = now(), no_show = true`, 'claims_attendance'],
  ])('a claim has no impossible %s', async (_what, set, constraint) => {
    const claim = await aClaim(await aShift(), await anOperator());
    await refusedBy(update('claims', claim, set), constraint);
  });

  it.each([
    ['end at its start', { ends_at: '2026-11-02T10:00:00Z' }, 'shifts_span'],
    ['end before its start', { ends_at: '2026-11-02T09:00:00Z' }, 'shifts_span'],
    ['length beyond 24 hours', { ends_at: '2026-11-03T10:00:00.001Z' }, 'shifts_span'],
    ['zero seats', { seats: 0 }, 'shifts_seats'],
    ['201 seats', { seats: 201 }, 'shifts_seats'],
    ['status', { status: 'open' }, 'shifts_status'],
    ['place', { location_id: newId() }, 'shifts_location_fk'],
    ['position', { position_id: newId() }, 'shifts_position_fk'],
  ])('a shift has no impossible %s', async (_what, row, constraint) => {
    await refusedBy(aShift(row), constraint);
  });

  it('neither demand nor alerts can be invalid', async () => {
    const hours = {
      id: newId(),
      location_id: locationId,
      position_id: POSITION,
      weekdays: [1],
      starts_at: '20:00',
      ends_at: '22:00',
      required: 1,
      effective_from: '2026-10-01',
    };
    for (const [row, constraint] of [
      [{ required: -1 }, 'coverage_hours_required'],
      [{ required: 201 }, 'coverage_hours_required'],
      [{ weekdays: [] }, 'coverage_hours_weekdays'],
      [{ effective_to: '2026-09-30' }, 'coverage_hours_effective'],
      [{ location_id: newId() }, 'coverage_hours_location_fk'],
      [{ position_id: newId() }, 'coverage_hours_position_fk'],
    ] as const) {
      await refusedBy(insert('coverage_hours', { ...hours, ...row }), constraint);
    }
    const exception = {
      id: newId(),
      location_id: locationId,
      date: '2026-11-26',
      until_date: '2026-11-28',
      kind: 'closed',
      reason: 'X',
    };
    await insert('coverage_exceptions', exception);
    await refusedBy(
      insert('coverage_exceptions', { ...exception, id: newId() }),
      'coverage_exceptions_disjoint',
    );
    for (const dates of [
      { date: '2026-11-28', until_date: '2026-12-01' },
      { date: '2026-11-20', until_date: '2026-12-01' },
      { date: '2026-11-27', until_date: '2026-11-27' },
    ])
      await refusedBy(
        insert('coverage_exceptions', { ...exception, id: newId(), ...dates }),
        'coverage_exceptions_disjoint',
      );
    for (const until_date of ['2026-12-09', '2028-01-14'])
      await refusedBy(
        insert('coverage_exceptions', { ...exception, id: newId(), date: '2026-12-10', until_date }),
        'coverage_exceptions_dates',
      );
    const open = { ...exception, id: newId(), date: '2026-12-27', until_date: '2026-12-27', kind: 'open' };
    await refusedBy(insert('coverage_exceptions', open), 'coverage_exceptions_kind');
    const alert = {
      id: newId(),
      location_id: locationId,
      position_id: POSITION,
      date: '2026-11-26',
      status: 'open',
      stretches: '[]',
      first_seen_at: new Date(0),
      last_seen_at: new Date(0),
    };
    await insert('coverage_alerts', alert);
    await refusedBy(insert('coverage_alerts', { ...alert, id: newId() }), 'coverage_alerts_once');
    await refusedBy(update('coverage_alerts', alert.id, `status = 'closed'`), 'coverage_alerts_status');
    await refusedBy(
      database.query('DELETE FROM locations WHERE id = $1', [locationId]),
      'coverage_exceptions_location_fk',
    );
    await expect(anOperator({ weekly_hour_cap: 169 })).rejects.toMatchObject({ constraint: 'operators_cap' });
  });

  it.each([
    ['the same operator over two shifts', 'claims_no_overlap'],
    ['two operators into one seat', 'claims_one_seat'],
  ])('two transactions put %s: the later waits, then fails', async (_what, constraint) => {
    const isOverlap = constraint === 'claims_no_overlap';
    const shifts = [await aShift(), await aShift()];
    const operators = [await anOperator(), await anOperator()];
    const rows = isOverlap
      ? shifts.map((shift) => claimRow(shift, operators[0]!))
      : operators.map((operator) => claimRow(shifts[0]!, operator));
    const [first, second] = [new Client(database.url), new Client(database.url)];
    await Promise.all([first.connect(), second.connect()]);
    try {
      await first.query('BEGIN');
      await insert('claims', rows[0]!, first as unknown as TestDatabase);
      const waiting = insert('claims', rows[1]!, second as unknown as TestDatabase);
      const refused = expect(waiting).rejects.toMatchObject({ constraint });
      await first.query('COMMIT');
      await refused;
    } finally {
      await Promise.all([first.end(), second.end()]);
    }
  });
});
