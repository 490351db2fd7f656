import { globSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** Made by a build, so not always there. */
const BUILT = new Set(['web/dist']);

/** Paths as a text names them: in backticks, as links, and in the tree of folders. */
function pathsIn(text: string): string[] {
  const [tree = ''] = /```[^]*?```/.exec(text) ?? [];
  const prose = text.replaceAll(/```[^]*?```/g, '');
  const named = [...prose.matchAll(/`([\w.*<][^` ]*)`/g)].map(([, name]) => name!);
  const links = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map(([, link]) => `docs/${link!}`);
  const folders = tree.match(/(?<![\w./])[\w.-]+(\/|\.(ts|mjs))(?=[\s,;:)])/g) ?? [];
  const isPath = (name: string): boolean => /\/|\.(ts|tsx|mjs|json|md)$/.test(name);
  return [...named.filter(isPath), ...links, ...folders].filter((path) => !BUILT.has(path));
}

/** Of a file that is to be made, as `migrations/<time>-<name>.ts`, the folder. A path in part begins anywhere. */
function isThere(path: string, { inPart }: { inPart: boolean }): boolean {
  const pattern = (path.includes('<') ? dirname(path) : path).replace(/\/$/, '');
  const places = inPart ? [pattern, `{.ci,src,test,web/src}/**/${pattern}`] : [pattern];
  return globSync(places, { cwd: root }).length > 0;
}

describe.each([
  ['docs/architecture.md', { inPart: true }],
  ['docs/changing.md', { inPart: false }],
])('%s', (document, options) => {
  const paths = [...new Set(pathsIn(readFileSync(`${root}/${document}`, 'utf8')))];

  it('names no file or folder that is not there', () => {
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((path) => !isThere(path, options))).toEqual([]);
  });
});

it.each(['src/scheduling/nothing.ts', 'nowhere/', 'docs/gone.md', 'src/nowhere/<name>.ts'])(
  'a path that is not there is found out: %s',
  (path) => expect(isThere(path, { inPart: true })).toBe(false),
);

it('paths are read wherever a text names them', () => {
  const text =
    'A `src/a.ts`, a [link](b.md), `GET`, `/api/v1/x`, a `<name>-c.ts`.\n```\nsrc/\n  room/   a room: `x`\n  main.ts starts\n```';
  expect(pathsIn(text)).toEqual(['src/a.ts', '<name>-c.ts', 'docs/b.md', 'src/', 'room/', 'main.ts']);
});
