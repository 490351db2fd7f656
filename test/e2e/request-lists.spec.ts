import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import { onShift } from '../support/assignments.js';
import {
  aLocation,
  anApiKey,
  anOperator,
  aSupportRequest,
  aUser,
  succeeded,
  type MadeOperator,
  type MadeUser,
} from '../support/factories.js';
import type { HttpClient } from '../support/http-client.js';
import { pagedRequests } from '../support/requests.js';

const OPENED = '2026-10-26T10:00:00-05:00';
const RESOLVED = { resolvedAt: '2026-10-26T11:00:00-05:00' };
const NOBODY = '00000000-0000-4000-8000-000000000000';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterEach(() => app.clock.set(TEST_NOW));
afterAll(() => app.close());

interface Listed {
  id: string;
  title: string | null;
}

const listed = async (query = '', client: HttpClient = app.admin): Promise<Listed[]> =>
  succeeded(await client.get(`/support-requests?limit=200&${query}`)).items as Listed[];
const given = async (locationId: string, body: object = {}): Promise<string> =>
  (await aSupportRequest(app, locationId, body)).id;
describe('a list of requests', () => {
  let locationId: string;
  let maya: MadeOperator;
  let robin: MadeUser;
  const made: Record<string, string> = {};
  beforeAll(async () => {
    locationId = (await aLocation(app)).id;
    maya = await anOperator(app);
    robin = await aUser(app, 'supervisor', [locationId]);
    made['open'] = await given(locationId);
    made['done'] = await given(locationId, RESOLVED);
    made['hers'] = await given(locationId);
    made['theirs'] = await given(locationId, RESOLVED);
    for (const [name, assigneeId] of [
      ['hers', maya.userId],
      ['theirs', robin.id],
    ] as const)
      succeeded(await app.admin.patch(`/support-requests/${made[name]}`, { assigneeId }));
  });
  const names = async (query: string, client?: HttpClient): Promise<string[]> => {
    const shown = new Set((await listed(`locationId=${locationId}&${query}`, client)).map(({ id }) => id));
    return Object.keys(made).filter((name) => shown.has(made[name]!));
  };

  it('may be of those that are resolved, or of those that are not', async () => {
    expect(await names('')).toEqual(['open', 'done', 'hers', 'theirs']);
    expect(await names('resolved=true')).toEqual(['done', 'theirs']);
    expect(await names('resolved=false')).toEqual(['open', 'hers']);
    expect(await names('resolved=false', robin.client)).toEqual(['open', 'hers']);
  });

  it('may be of those that the caller, another person or nobody works on', async () => {
    expect(await names('assignee=me')).toEqual([]);
    expect(await names('assignee=me', robin.client)).toEqual(['theirs']);
    expect(await names('assignee=me', maya.client)).toEqual(['hers']);
    expect(await names(`assignee=${maya.userId}`)).toEqual(['hers']);
    expect(await names(`assignee=${maya.userId.toUpperCase()}`)).toEqual(['hers']);
    expect(await names(`assignee=${NOBODY}`)).toEqual([]);
    expect(await names('assignee=nobody')).toEqual(['open', 'done']);
    expect(await names('assignee=nobody&resolved=false', robin.client)).toEqual(['open']);
    expect(await names('assignee=me&resolved=false', robin.client)).toEqual([]);
    expect(await names('assignee=me', await anApiKey(app, ['support:read']))).toEqual([]);
  });

  it('takes these words also in capitals', async () => {
    expect(await names('assignee=ME', robin.client)).toEqual(['theirs']);
    expect(await names('assignee=Nobody')).toEqual(['open', 'done']);
  });

  it.each([
    ['assignee=', 'assignee'],
    ['assignee=maya', 'assignee'],
    ['assignee=me%0Anobody', 'assignee'],
    [`assignee=me&assignee=${NOBODY}`, 'assignee'],
    [`assignee=${NOBODY}0`, 'assignee'],
    ['resolved=1', 'resolved'],
    ['resolved=', 'resolved'],
    ['search=', 'search'],
    ['search=%20%20', 'search'],
    ['search=a&search=b', 'search'],
    ['search=%00', 'search'],
    [`search=${'a'.repeat(101)}`, 'search'],
  ])('is refused with %s', async (query, field) => {
    const answer = await app.admin.get(`/support-requests?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { violations: [expect.anything()] } });
    expect(JSON.stringify(answer.body)).toContain(field);
  });
});

describe('a search', () => {
  let locationId: string;
  beforeAll(async () => {
    locationId = (await aLocation(app)).id;
    const about = (title: string, rest: object = {}): Promise<string> =>
      given(locationId, { title, requester: 'Quentin', ...rest });
    await about('Paper jam', { workstation: 'PC-07', category: 'printing' });
    await about('Paper is out', { workstation: 'PC-0712' });
    await about('Screen stays black', { workstation: 'Mac 07', source: 'rt', externalId: 'INC-0012345' });
    await about("The scanner's lid; Überhitzung 100%", { workstation: 'Printer/Scanner_2' });
    await about('C:\\temp is full 🖨️', { workstation: '<east> & west', category: 'v1.2.3' });
  });
  /** The first words of what is found. */
  const found = async (search: string, client?: HttpClient): Promise<string[]> =>
    (await listed(`locationId=${locationId}&search=${encodeURIComponent(search)}`, client))
      .map(({ title }) => title!.split(' ').slice(0, 2).join(' '))
      .sort();

  it.each([
    ['paper', ['Paper is', 'Paper jam']],
    ['PAPER', ['Paper is', 'Paper jam']],
    ['pap', ['Paper is', 'Paper jam']],
    ['aper', []],
    ['paper jam', ['Paper jam']],
    ['  jam   pap ', ['Paper jam']],
    ['paper black', []],
    ['print', ['Paper jam', "The scanner's"]],
    ['überh', ["The scanner's"]],
    ['ÜBERH', ["The scanner's"]],
    ['quentin', []],
  ])('finds requests that hold all of its words, each from its beginning: %s', async (search, expected) => {
    expect(await found(search)).toEqual(expected);
  });

  it.each([
    ['pc-0', ['Paper is', 'Paper jam']],
    ['PC-07', ['Paper is', 'Paper jam']],
    ['pc 07', ['Paper is', 'Paper jam']],
    ['pc-071', ['Paper is']],
    ['07', ['Paper is', 'Paper jam', 'Screen stays']],
    ['-07', ['Paper is', 'Paper jam', 'Screen stays']],
    ['0712', ['Paper is']],
    ['mac-07', ['Screen stays']],
    ['inc-0012345', ['Screen stays']],
    ['0012', ['Screen stays']],
    ['12345', []],
    ['scanner', ["The scanner's"]],
    ['scanner_2', ["The scanner's"]],
    ['east', ['C:\\temp is']],
    ['2.3', ['C:\\temp is']],
    ['temp', ['C:\\temp is']],
  ])('finds what a sign joins to other words: %s', async (search, expected) => {
    expect(await found(search)).toEqual(expected);
  });

  it.each([
    ["scanner's", ["The scanner's"]],
    ["'scanner'", ["The scanner's"]],
    ['"paper"', ['Paper is', 'Paper jam']],
    ['c:\\temp', ['C:\\temp is']],
    ['\\', []],
    ["\\'", []],
    ["'", []],
    ["paper'", ['Paper is', 'Paper jam']],
    ['paper\\', ['Paper is', 'Paper jam']],
    ["paper:* | 'black", []],
    ['paper | black', []],
    ['paper & black', []],
    ['!paper', ['Paper is', 'Paper jam']],
    ['paper <-> jam', ['Paper jam']],
    ['(paper)', ['Paper is', 'Paper jam']],
    ['paper:A', []],
    ['paper:*', ['Paper is', 'Paper jam']],
    [':*&|!()<->', []],
    ['-', []],
    ['&', []],
    ['100%', ["The scanner's"]],
    ["jam'); DROP TABLE support_requests; --", []],
    ['$17', []],
    ['\u200d', []],
  ])('takes signs for signs, and not for operators: %s', async (search, expected) => {
    expect(await found(search)).toEqual(expected);
  });

  it.each(['🖨️', '🖨️ 🖨️ full', '😀', '\u{1F468}\u200D\u{1F469}', '漢字', '\u0301', '\t\n', 'a\u0000'])(
    'never fails: %j',
    async (search) => {
      const path = `/support-requests?search=${encodeURIComponent(search)}`;
      expect([200, 400]).toContain((await app.admin.get(path)).status);
    },
  );

  it('of every sign of ASCII, alone and beside words, is answered', async () => {
    for (let code = 33; code < 127; code++) {
      const sign = String.fromCharCode(code);
      for (const search of [sign, sign + sign, `paper${sign}`, `${sign}paper`, `pa ${sign} per${sign}x`])
        expect(Array.isArray(await found(search))).toBe(true);
      if (!/\w/.test(sign)) {
        expect([sign, await found(`paper ${sign}jam`)]).toEqual([sign, ['Paper jam']]);
        expect([sign, await found(sign)]).toEqual([sign, []]);
      }
    }
  });

  /** By what it is called. */
  const BESIDE_WORDS: Record<string, string> = {
    'quotation marks': '“”„‟‘’‚‛«»‹›「」『』〝〞＂',
    dashes: '‐‑‒–—―−－',
    'ends of sentences': '…·•‥¡¿‼⁇、。，：；！？،؛؟۔।',
    brackets: '（）【】《》〈〉［］｛｝',
    'marks of notes, feet and inches': '†‡§¶′″‴´¨',
    'signs of money and of mathematics': '€£¥±×÷°¬≥→',
    blanks: '\u00a0\u2009\u202f\u3000',
  };
  it.each(Object.entries(BESIDE_WORDS))(
    'finds a word beside %s, and takes them for blanks itself',
    async (_name, signs) => {
      const place = (await aLocation(app)).id;
      const marked = [...signs].map((sign, index) => ({ sign, word: `laserjet${index}x` }));
      for (const { sign, word } of marked)
        await given(place, {
          title: `The ${sign}${word}${sign} is out`,
          workstation: `upstairs${sign}left`,
          category: `${sign}x`,
        });
      const inPlace = (search: string): Promise<{ title: string | null }[]> =>
        listed(`locationId=${place}&search=${encodeURIComponent(search)}`);
      for (const { sign, word } of marked)
        for (const search of [
          word,
          word.toUpperCase(),
          `${sign}${word}${sign}`,
          `"${word}" ${sign}`,
          `${word}${sign}is`,
          `upstairs${sign}left ${word}`,
          `left ${word}`,
        ])
          expect([sign, search, await inPlace(search)]).toEqual([
            sign,
            search,
            [expect.objectContaining({ title: `The ${sign}${word}${sign} is out` })],
          ]);
    },
  );

  it('holds letters and digits of all kinds together', async () => {
    const place = (await aLocation(app)).id;
    const words = [
      'Café',
      'Straße',
      'naïve',
      '漢字',
      'принтер',
      'עברית',
      'طابعة',
      'Ωmega',
      'x²',
      '5µm',
      '½l',
      'nº7',
    ];
    for (const word of words)
      await given(place, { title: `“${word}” – it’s a 7'' tablet`, workstation: 'PC-07' });
    const inPlace = async (search: string): Promise<(string | null)[]> =>
      (await listed(`locationId=${place}&search=${encodeURIComponent(search)}`)).map(({ title }) => title);
    for (const word of words)
      for (const search of [word, `«${word}»`, `${word} PC-07 7''`, `${word}, it's 7”`, word.slice(0, -1)])
        expect([search, await inPlace(search)]).toEqual([search, [expect.stringContaining(word)]]);
    for (const search of ['caf é', 'stra', 'e', 'ße', 'µm', '字'])
      expect([search, await inPlace(search)]).toEqual([
        search,
        search === 'stra' ? [expect.stringContaining('Straße')] : [],
      ]);
  });

  it('goes with other filters, and shows an operator only what they see', async () => {
    const maya = await anOperator(app);
    expect(await found('paper', maya.client)).toEqual([]);
    await onShift(app, locationId, maya.id, {
      startsAt: '2026-10-26T11:00:00-05:00',
      endsAt: '2026-10-26T13:00:00-05:00',
    });
    expect(await found('paper', maya.client)).toEqual(['Paper is', 'Paper jam']);
    expect(await listed(`locationId=${locationId}&search=paper&category=printing`)).toHaveLength(1);
    expect(await listed(`locationId=${locationId}&search=paper&resolved=true`)).toEqual([]);
    expect(await listed(`locationId=${(await aLocation(app)).id}&search=paper`)).toEqual([]);
  });
});

describe('pages of requests opened at the same moment', () => {
  const MANY = 230;
  let locationId: string;
  let maya: MadeOperator;
  let robin: MadeUser;
  beforeAll(async () => {
    locationId = (await aLocation(app)).id;
    const elsewhere = (await aLocation(app)).id;
    maya = await anOperator(app);
    robin = await aUser(app, 'supervisor', [locationId, elsewhere]);
    for (const [at, author, assignee] of [
      [locationId, null, null],
      [locationId, maya.userId, null],
      [elsewhere, null, maya.userId],
      [elsewhere, robin.id, robin.id],
    ])
      await app.database.query(
        `INSERT INTO support_requests (id, location_id, opened_at, escalated_at, tier, channel, category, title, created_by, assignee_id)
         SELECT gen_random_uuid(), $1, $2, $2, 'campus-it', 'post', 'many', 'One of many', $3, $4 FROM generate_series(1, $5::int)`,
        [at, OPENED, author, assignee, MANY],
      );
    await app.database.query(
      `INSERT INTO request_entries (id, request_id, at, kind, text, author_id)
       SELECT gen_random_uuid(), id, opened_at, 'note', 'Seen', $1 FROM support_requests WHERE created_by = $2`,
      [maya.userId, robin.id],
    );
    await onShift(app, locationId, maya.id, {
      startsAt: '2026-10-26T11:00:00-05:00',
      endsAt: '2026-10-26T13:00:00-05:00',
    });
  });

  it.each([
    ['category=many', 4],
    ['channel=post', 4],
    ['tier=campus-it', 4],
    ['escalated=true&search=many', 4],
    ['resolved=false&category=many', 4],
    ['search=one+ma', 4],
    ['assignee=nobody&search=many', 2],
    ['from=2026-10-26T10:00:00-05:00&to=2026-10-26T10:00:01-05:00&channel=post', 4],
    ['history=false&category=many', 4],
    ['assignee=me', 1],
  ])('hold each once: ?%s', async (query, times) => {
    for (const [client, count] of [
      [robin.client, times],
      [maya.client, times],
    ] as const)
      for (const limit of [200, 115]) {
        const seen = await pagedRequests(client, query, limit);
        expect(seen).toHaveLength(count * MANY);
        expect(new Set(seen).size).toBe(count * MANY);
        expect(seen).toEqual([...seen].sort().reverse());
      }
  });

  it('hold each once for one location, one person and all', async () => {
    for (const [query, count] of [
      [`locationId=${locationId}`, 2],
      [`assignee=${maya.userId}`, 1],
      [`assignee=${robin.id}&locationId=${locationId}`, 0],
      ['', 4],
    ] as const) {
      const seen = await pagedRequests(maya.client, query, 150);
      expect([query, new Set(seen).size, seen.length]).toEqual([query, count * MANY, count * MANY]);
      expect(await pagedRequests(robin.client, query, 150)).toEqual(seen);
    }
  });
});
