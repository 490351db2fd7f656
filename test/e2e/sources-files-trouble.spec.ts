import { gzipSync } from 'node:zlib';
import type { ServerResponse } from 'node:http';
import { succeeded } from '../support/factories.js';
import { FileSources, fileMapping } from '../support/file-sources.js';
import { runsOf, shown } from '../support/sources.js';

// The time is Monday, 26 October 2026, noon in Chicago. Nothing that is wrong is stored.

const files = new FileSources();
const { aSource, again, create, stored } = files;
const GOOD = ['key,opened', 'A,2026-10-26 09:00'];

/** A source that has collected a good file, and the failure of its next run. */
async function failureAfter(spoil: () => void, mapping?: object): Promise<unknown[]> {
  files.host.write(...GOOD);
  const id = await aSource(mapping);
  const before = await stored();
  spoil();
  const { status, error } = await again(id);
  expect(await stored()).toEqual(before);
  return [status, error, (await shown(files.app, id)).state];
}

const write = (content: string | Buffer) => (): void => {
  files.host.content = Buffer.from(content as string);
};
const answer = (answered: (response: ServerResponse) => void) => (): void => {
  files.host.hook = (response) => {
    answered(response);
    return true;
  };
};

describe('a file that cannot be read fails the run with a sentence, and changes nothing', () => {
  it.each([
    [
      'a page to sign in',
      write('\uFEFF \n<!DOCTYPE html><html><title>Sign in</title></html>'),
      'A web page came instead of a file: most likely one to sign in, or to look at the file. Use a link that downloads the file without signing in.',
      'stopped',
    ],
    ['an empty file', write(''), 'The file has no header line that can be read.', 'failing'],
    ['half a header', write('key,ope'), 'The file has no column "opened".', 'failing'],
    [
      'a missing column',
      write('key,created\nA,2026-10-26 09:00\n'),
      'The file has no column "opened".',
      'stopped',
    ],
    [
      'a column twice',
      write('key,opened,opened\nA,2026-10-26 09:00,2026-10-26 09:00\n'),
      'The file has 2 columns "opened".',
      'stopped',
    ],
    [
      'dates that can be read two ways',
      write('key,opened\nA,10/11/2026 09:00\n'),
      'openedAt on line 2, "10/11/2026 09:00", is 11 October 2026 month first and 10 November 2026 day first, and no other date tells which. Set dateOrder to mdy or dmy.',
      'stopped',
    ],
    [
      'no line that can be read',
      write('key,opened\nB,yesterday\nC,today\n'),
      'None of its lines can be read. On line 2: openedAt is no date and time that exists: "yesterday". Nothing was stored.',
      'stopped',
    ],
    [
      'a compressed file',
      write(gzipSync(GOOD.join('\n'))),
      'The file is compressed. Let its system write it as plain CSV.',
      'stopped',
    ],
    [
      'a workbook',
      write('PK\x03\x04 and so on'),
      'The file is a workbook of Excel, or a zip file. Save or share it as CSV.',
      'stopped',
    ],
    [
      'an answer that breaks off',
      answer((response) => {
        response.writeHead(200, { 'content-length': 1000 });
        response.write('key,opened\nB,2026-10-26 09:00\n', () => response.destroy());
      }),
      'Its server broke off in the middle of an answer. If that goes on, tell whoever runs it.',
      'failing',
    ],
    [
      'an answer in chunks that breaks off',
      answer((response) => {
        response.write('key,opened\nB,2026-10-26 09:00\n', () => response.destroy());
      }),
      'Its server broke off in the middle of an answer. If that goes on, tell whoever runs it.',
      'failing',
    ],
    [
      'too many bytes',
      answer((response) => {
        response.on('error', () => undefined);
        response.end(Buffer.alloc(33 * 1024 * 1024, 'B,2026-10-26 09:00\n'));
      }),
      'The file is larger than 32 MB. Let its system write the last weeks only.',
      'stopped',
    ],
    [
      'no file any more',
      answer((response) => response.writeHead(404).end()),
      'There is no file at this address (status 404). It may have been moved, or its link may have run out.',
      'stopped',
    ],
    [
      'a withdrawn file',
      answer((response) => response.writeHead(410).end()),
      'There is no file at this address (status 410). It may have been moved, or its link may have run out.',
      'stopped',
    ],
    [
      'a link that has run out',
      answer((response) => response.writeHead(403).end()),
      'The file is not given without signing in (status 403). Use a link that downloads it without signing in, or enter credentials.',
      'stopped',
    ],
    [
      'a server in trouble',
      answer((response) => response.writeHead(500).end()),
      'It failed by itself (status 500). If that goes on, tell whoever runs it.',
      'failing',
    ],
    [
      'an address that leads to itself',
      answer((response) => response.writeHead(302, { location: files.host.url }).end()),
      'The address leads on to other ones too often. Enter the address to which it leads in the end.',
      'stopped',
    ],
  ] as const)('%s', async (_name, spoil, sentence, state) => {
    expect(await failureAfter(spoil)).toEqual(['failed', sentence, state]);
  });

  it('another encoding than the mapping says: the lines that it spoils', async () => {
    const mapping = fileMapping({ category: 'what' }, { encoding: 'utf-8' });
    files.host.content = Buffer.from(
      'key,opened,what\nA,2026-10-26 09:00,caf\xe9\nB,2026-10-26 09:00,cafe\n',
      'latin1',
    );
    const id = await aSource(mapping);
    expect((await stored()).map(({ externalId }) => externalId)).toEqual(['B']);
    expect((await runsOf(files.app, id))[0]).toMatchObject({
      skipped: 1,
      remarks: [
        {
          externalId: 'line 2',
          message: 'category holds a NUL character, or bytes that are not text.',
          isTaken: false,
        },
      ],
    });
  });
});

describe('single lines', () => {
  it('that cannot be read are told with their number, and the others are stored', async () => {
    files.host.write(
      'key,opened,answered',
      'A,2026-10-26 09:00,',
      'B,2026-10-26',
      ',2026-10-26 09:00,',
      'D,2026-02-30 09:00,',
      'E,2026-10-27 09:00,',
      'F,2026-10-26 09:00,soon',
      '"G,2026-10-26 09:00,',
      'H,2026-10-26 10:00,',
    );
    const id = await aSource(fileMapping({ firstResponseAt: 'answered' }));
    expect((await stored()).map(({ externalId }) => externalId)).toEqual(['A', 'F', 'H']);
    const [run] = await runsOf(files.app, id);
    expect(run).toMatchObject({ status: 'completed', fetched: 3, created: 3, skipped: 5 });
    expect((run!.remarks as { externalId: string }[]).map(({ externalId }) => externalId)).toEqual([
      'line 3',
      'line 4',
      'line 5',
      'line 6',
      'line 7',
      'line 8',
    ]);
    expect(run!.remarks).toContainEqual({
      externalId: 'line 7',
      message: 'firstResponseAt is no date and time that exists: "soon". It is left empty.',
      isTaken: true,
    });
  });

  it('a header without lines is in order', async () => {
    files.host.write('key,opened');
    const id = await aSource();
    expect(await shown(files.app, id)).toMatchObject({ state: 'working', problem: null });
    files.host.write(...GOOD);
    expect(await again(id)).toMatchObject({ created: 1 });
  });

  it('that is still being written is not taken until it is whole', async () => {
    files.host.content = Buffer.from('key,opened\nA,2026-10-26 09:00\nB,2026-10-26 1');
    const id = await aSource();
    expect((await runsOf(files.app, id))[0]).toMatchObject({ status: 'completed', created: 1, skipped: 0 });
    files.host.content = Buffer.from('key,opened\nA,2026-10-26 09:00\nB,2026-10-26 10:30\nC,2026-10-26 11');
    await again(id);
    expect((await stored()).map(({ externalId, openedAt }) => [externalId, openedAt.toISOString()])).toEqual([
      ['A', '2026-10-26T14:00:00.000Z'],
      ['B', '2026-10-26T15:30:00.000Z'],
    ]);
  });

  it('without a line break at the end is taken when it is the same the next time', async () => {
    files.host.hasMarks = true;
    files.host.content = Buffer.from('key,opened\nA,2026-10-26 09:00\nB,2026-10-26 10:00');
    const id = await aSource();
    expect((await stored()).map(({ externalId }) => externalId)).toEqual(['A']);
    expect(await again(id)).toMatchObject({ fetched: 2, created: 1 });
    expect(await again(id)).toMatchObject({ fetched: 0 });
    expect(files.host.statuses.at(-1)).toBe(304);
  });

  it('half a letter at the end does not change how the others are read', async () => {
    files.host.content = Buffer.concat([
      Buffer.from('key,opened,what\nA,2026-10-26 09:00,café\nB,2026-10-26 10:00,caf'),
      Buffer.from('é').subarray(0, 1),
    ]);
    await aSource(fileMapping({ category: 'what' }));
    expect((await stored()).map(({ category }) => category)).toEqual(['café']);
  });
});

describe('redirects', () => {
  const elsewhere = (): void => {
    files.host.hook = (response, { url, headers }) => {
      if (url!.includes('/elsewhere')) return false;
      const host = headers.host!.replace('127.0.0.1', 'localhost');
      response.writeHead(302, { location: `http://${host}/elsewhere${url!}` }).end();
      return true;
    };
  };

  it('to another server carry no credentials', async () => {
    files.host.write(...GOOD);
    elsewhere();
    const auth = { kind: 'basic', user: 'maya', password: 'never-shown' };
    const refused = await create({ auth });
    expect([refused.status, refused.body.code, refused.body.params]).toEqual([
      409,
      'SOURCE_UNREACHABLE',
      { rule: 'redirected' },
    ]);
    expect(files.host.asked.every(({ host }) => host === files.host.host)).toBe(true);
  });

  it('lead to a private server only when PRIVATE_HOSTS names it', async () => {
    files.host.write(...GOOD);
    elsewhere();
    const refused = await create({});
    expect([refused.status, refused.body.code]).toEqual([409, 'SOURCE_UNREACHABLE']);
    expect(files.host.asked).toHaveLength(1);
  });

  it('on the same server are followed with credentials', async () => {
    files.host.write(...GOOD);
    files.host.hook = (response, { url }) => {
      if (url!.includes('/moved')) return false;
      response.writeHead(302, { location: `/moved${url!}` }).end();
      return true;
    };
    succeeded(await create({ auth: { kind: 'header', name: 'X-Key', value: 'abc' } }));
    await files.app.jobsDone();
    expect(await stored()).toHaveLength(1);
    expect(files.host.asked.every((headers) => headers['x-key'] === 'abc')).toBe(true);
  });
});
