import { globSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** Folders that exist only after a build. */
const BUILT = new Set(['web/dist']);

/** The paths in a document: in backticks, in links, and in the tree of folders. */
function pathsIn(text: string): string[] {
  const [tree = ''] = /```[^]*?```/.exec(text) ?? [];
  const prose = text.replaceAll(/```[^]*?```/g, '');
  const named = [...prose.matchAll(/`([\w.*<][^` ]*)`/g)].map(([, name]) => name!);
  const links = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map(([, link]) => `docs/${link!}`);
  const folders = tree.match(/(?<![\w./])[\w.-]+(\/|\.(ts|mjs))(?=[\s,;:)])/g) ?? [];
  const isPath = (name: string): boolean => /\/|\.(ts|tsx|mjs|json|md)$/.test(name);
  return [...named.filter(isPath), ...links, ...folders].filter((path) => !BUILT.has(path));
}

/**
 * Whether a path exists. For a file to be created, such as `migrations/<time>-<name>.ts`, whether its folder
 * exists. With `inPart` the path may also be the end of a path.
 */
function exists(path: string, { inPart }: { inPart: boolean }): boolean {
  const pattern = (path.includes('<') ? dirname(path) : path).replace(/\/$/, '');
  const places = inPart ? [pattern, `{.ci,src,test,web/src}/**/${pattern}`] : [pattern];
  return globSync(places, { cwd: root }).length > 0;
}

describe.each([
  ['docs/architecture.md', { inPart: true }],
  ['docs/changing.md', { inPart: false }],
])('%s', (document, options) => {
  const paths = [...new Set(pathsIn(readFileSync(`${root}/${document}`, 'utf8')))];

  it('names only files and folders that exist', () => {
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((path) => !exists(path, options))).toEqual([]);
  });
});

it.each(['src/scheduling/nothing.ts', 'nowhere/', 'docs/gone.md', 'src/nowhere/<name>.ts'])(
  'a missing path is found: %s',
  (path) => expect(exists(path, { inPart: true })).toBe(false),
);

it('paths are found in backticks, links and the tree of folders', () => {
  const text =
    'A `src/a.ts`, a [link](b.md), `GET`, `/api/v1/x`, a `<name>-c.ts`.\n```\nsrc/\n  room/   a room: `x`\n  main.ts starts\n```';
  expect(pathsIn(text)).toEqual(['src/a.ts', '<name>-c.ts', 'docs/b.md', 'src/', 'room/', 'main.ts']);
});

it('openapi.json has a shape of its own for each class, because a second one of the same name would replace it', () => {
  const names = globSync('src/**/*.dto.ts', { cwd: root }).flatMap((file) =>
    [...readFileSync(`${root}/${file}`, 'utf8').matchAll(/^export class (\w+)/gm)].map(([, name]) => name!),
  );
  expect(names.length).toBeGreaterThan(150);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
