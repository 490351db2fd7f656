import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DemoFolder } from '../../src/demo/demo-folder.js';

const DAY = '2026-11-24';
const MARKER = 'afterhours-demo.json';

describe('the demo’s folder', () => {
  let parent: string;
  beforeEach(async () => void (parent = await mkdtemp(join(tmpdir(), 'afterhours-demo-'))));
  afterEach(() => rm(parent, { recursive: true }));

  it('is created if necessary, and marked before anything else is in it', async () => {
    const path = join(parent, 'a', 'b');
    const folder = await DemoFolder.open(path, DAY);
    expect(folder.holds(DAY)).toBe(false);
    expect(await readdir(path)).toEqual([MARKER]);
  });

  it('is left alone when it holds anything else', async () => {
    await writeFile(join(parent, 'thesis.txt'), 'mine');
    await expect(DemoFolder.open(parent, DAY)).rejects.toThrow('is not a demo, so it stays as it is');
    expect(await readdir(parent)).toEqual(['thesis.txt']);
  });

  it('holds the complete demo of the marked day, and of no other', async () => {
    await (await DemoFolder.open(parent, DAY)).mark(DAY, true);
    await writeFile(join(parent, 'postgres-password'), 'x');
    const folder = await DemoFolder.open(parent, '2025-11-25');
    expect([folder.holds(DAY), folder.holds('2025-11-25')]).toEqual([true, false]);
  });

  it('holds no demo once another has begun', async () => {
    const folder = await DemoFolder.open(parent, DAY);
    await folder.mark(DAY, true);
    await folder.mark('2025-11-25', false);
    for (const day of [DAY, '2025-11-25'])
      expect((await DemoFolder.open(parent, day)).holds(day)).toBe(false);
  });

  it.each([
    ['cut off', '{"edi'],
    ['of another edition', `{"edition":0,"day":"${DAY}","isComplete":true}`],
    ['empty', ''],
  ])('holds no demo with a marker that is %s', async (_how, text) => {
    await writeFile(join(parent, MARKER), text);
    expect((await DemoFolder.open(parent, DAY)).holds(DAY)).toBe(false);
  });
});
