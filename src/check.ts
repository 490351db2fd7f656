import { examine } from './check/examine.js';
import { lineOf } from './check/finding.js';

// `afterhours check`: prints one line for each check. The exit code is 1 when the server could not run.
const findings = await examine(process.env);
process.stdout.write(`${findings.map(lineOf).join('\n')}\n`);
const problems = findings.filter(({ verdict }) => verdict === 'FAILED').length;
process.stdout.write(
  problems === 0 ? 'It can run here.\n' : `It cannot run like this: ${problems} FAILED.\n`,
);
process.exitCode = problems === 0 ? 0 : 1;
