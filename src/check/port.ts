import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Config } from '../platform/config/config.js';
import { messageOf } from '../platform/error-message.js';
import { failed, note, ok, type Finding } from './finding.js';

const ANSWER_MILLISECONDS = 2_000;

/** Checks that the server could listen at HOST and PORT. */
export async function examinePort({ host, port }: Config): Promise<Finding> {
  const place = `${host}:${port}`;
  const probe = createServer().listen(port, host);
  try {
    await once(probe, 'listening');
  } catch (error) {
    return whyNot(error as NodeJS.ErrnoException, place);
  }
  probe.close();
  return ok('port', port === 0 ? `any free one on ${host}` : `${place} is free`);
}

async function whyNot(error: NodeJS.ErrnoException, place: string): Promise<Finding> {
  if (error.code === 'EADDRINUSE')
    return (await isAfterhours(place))
      ? note('port', `Afterhours answers at ${place}: it runs already`)
      : failed('port', `another program listens at ${place}: set PORT to another one`);
  if (error.code === 'EACCES')
    return failed('port', `this user may not listen at ${place}: set PORT to one above 1023`);
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return failed('port', `this machine has no address like that of ${place}: set HOST to one it has`);
  return failed('port', `${place} cannot be listened at: ${messageOf(error)}`);
}

async function isAfterhours(place: string): Promise<boolean> {
  try {
    const answer = await fetch(`http://${place}/health/live`, {
      signal: AbortSignal.timeout(ANSWER_MILLISECONDS),
    });
    return answer.ok && ((await answer.json()) as { status?: string }).status === 'ok';
  } catch {
    return false;
  }
}
