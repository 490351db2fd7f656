// `npm run check:sql`: checks all statements of the server against its own PostgreSQL.
import ts from 'typescript';
import { UNCHECKED, UNREAD, UNUSED_INDEXES } from './exceptions.js';
import { withMigratedDatabase } from './migrated-database.js';
import { reportOn } from './report.js';

const { config } = ts.readConfigFile('tsconfig.build.json', (path) => ts.sys.readFile(path)) as {
  config: unknown;
};
const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd());
const program = ts.createProgram(fileNames, options);
const allowed = { unchecked: UNCHECKED, unread: UNREAD, unusedIndexes: UNUSED_INDEXES };
const { problems, summary } = await withMigratedDatabase((url) => reportOn(program, 'src', url, allowed));
process.stdout.write([...summary, ...problems, ''].join('\n'));
process.exitCode = problems.length === 0 ? 0 : 1;
