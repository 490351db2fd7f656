import dns, { type LookupAddress } from 'node:dns';

/** From the test environment: Jest has a module `node:module` of its own. */
declare const loadNatively: (name: 'node:module') => typeof import('node:module');

type Done = (error: Error | null, addresses: LookupAddress[]) => void;

export interface FakeNames {
  /** The names that were looked up. */
  looked: string[];
  /** The answers of the name server, one after the other; the last one stays. */
  resolveTo(...answers: LookupAddress[][]): void;
  failWith(code: string): void;
}

/** Within a `describe`: a name server that answers as each test says. */
export function fakeNames(): FakeNames {
  const known = dns.lookup;
  const { syncBuiltinESMExports } = loadNatively('node:module');
  const use = (lookup: unknown): void => {
    dns.lookup = lookup as typeof dns.lookup;
    syncBuiltinESMExports();
  };
  const names: FakeNames = {
    looked: [],
    resolveTo: (...answers) =>
      use((host: string, _options: object, done: Done) => {
        names.looked.push(host);
        done(null, answers.length > 1 ? answers.shift()! : answers[0]!);
      }),
    failWith: (code) =>
      use((_host: string, _options: object, done: Done) =>
        done(Object.assign(new Error('no such name'), { code }), []),
      ),
  };
  beforeEach(() => {
    names.looked = [];
  });
  afterEach(() => use(known));
  return names;
}
