import 'reflect-metadata';
import '../platform/luxon-settings.js';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../bootstrap.js';
import type { LocalDate } from '../domain/local-date.js';
import type { DemoMessage } from '../access/demo.service.js';
import { Clock } from '../platform/clock/clock.js';
import type { Config } from '../platform/config/config.js';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../platform/database/embedded/embedded-postgres.js';
import { isLoopback } from '../platform/http/networks.js';
import { exitWithError, serveUntilSignal } from '../shutdown.js';
import { aheadBy, DemoClock } from './demo-clock.js';
import { DemoFolder } from './demo-folder.js';
import { dayOf, demoConfig } from './demo-settings.js';
import { beginningFor, fill } from './fill/fill.js';
import { guideText, recipesFor, SIGN_INS } from './guide.js';
import { ZONE } from './plan/labs.js';
import { DEMO_PASSWORD } from './plan/people.js';

const say = (line: string): void => void process.stderr.write(`${line}\n`);
/** Reports to the product that started this demo from its first page, if there is one. */
const tell = (news: DemoMessage): void => void process.send?.(news);

async function main(): Promise<void> {
  const machine = new Clock();
  const day = dayOf(process.argv.slice(2), machine.now());
  const config = demoConfig(process.env);
  const folder = await DemoFolder.open(config.dataDir, day);
  // Not durable: after a power cut the demo is simply rebuilt.
  const embedded = await startEmbeddedPostgres({ dataDir: config.dataDir, durable: false });
  let app: NestFastifyApplication | null = null;
  try {
    app = await appOn(day, { machine, folder, config, embedded });
    await app.listen(config.port, config.host);
  } catch (error) {
    await app?.close();
    await embedded.stop();
    throw error;
  }
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  await serveUntilSignal(app, embedded, () => greet(app, config, day));
}

async function greet(app: NestFastifyApplication, config: Config, day: LocalDate): Promise<void> {
  tell({ ready: { password: DEMO_PASSWORD, signIns: [...SIGN_INS] } });
  const where = config.port === 0 ? await app.getUrl() : config.baseUrl;
  say(`\n${guideText(where, day, await recipesFor(app, day))}`);
  if (!isLoopback(config.host))
    say(`HOST=${config.host}: whoever reaches this machine can sign in with the password above.`);
}

interface Stage {
  machine: Clock;
  folder: DemoFolder;
  config: Config;
  embedded: EmbeddedPostgres;
}

/** The app with the whole demo, its clock running on that day. */
async function appOn(day: LocalDate, { machine, folder, config, embedded }: Stage) {
  const clock = new DemoClock(machine);
  const ahead = aheadBy(day, machine.now(), ZONE);
  if (folder.holds(day)) {
    clock.run(ahead);
    return createApp(config, embedded.addresses, clock);
  }
  say(`Filling ${folder.path} with an autumn term, as of ${day}:`);
  await folder.mark(day, false);
  await embedded.recreate();
  clock.standAt(beginningFor(day));
  const app = await createApp(config, embedded.addresses, clock);
  try {
    const now = machine.now() + ahead;
    await fill({
      app,
      clock,
      day,
      now,
      progress: (line) => {
        say(`  ${line}`);
        tell({ progress: line });
      },
    });
    await folder.mark(day, true);
  } catch (error) {
    await app.close();
    throw error;
  }
  clock.run(ahead);
  return app;
}

main().catch(exitWithError);
