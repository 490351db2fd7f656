import { ADMIN } from '../support/app.js';
import type { Call } from './call.js';

/** Changes of people's own access. */
export async function walkAccess(call: Call): Promise<void> {
  const { password: first } = ADMIN;
  const second = 'a walk to the desk and back';
  await call('POST /me/password', '', { current: first, password: second });
  await call('POST /me/password', '', { current: second, password: first });
  await call('POST /auth/password-resets', '', { email: ADMIN.email }, 'nobody');

  await call('POST /auth/confirm', '', { password: first });
  await call('POST /auth/login', '', { ...ADMIN, keepSignedIn: true }, 'nobody');
  const { items } = await call('GET /me/sessions');
  const other = (items as { id: string; current: boolean }[]).find(({ current }) => !current);
  await call('DELETE /me/sessions/{id}', other!.id);
}
