import { DomainError } from '../domain/errors.js';
import { requireStrongPassword, weaknessOf } from './weak-passwords.js';

const MAYA = { email: 'maya.ortiz@example.edu', name: 'Maya Ortiz' };
const ruleOf = async (password: string, owner = MAYA): Promise<unknown> =>
  (await weaknessOf(password, owner))?.params?.['rule'] ?? null;

describe('a password somebody chooses', () => {
  it.each([
    ['', 'too-short'],
    ['eleven char', 'too-short'],
    ['twelve chars', null],
    ['🌙🌙🌙🌙🌙🌙a', 'too-short'],
    ['a quiet library', null],
    ['open-until-two', null],
    ['choose-a-good-one', null],
    ['correct horse battery staple', null],
    ['привет-библиотека', null],
  ])('%j is as long as people count: %s', async (password, rule) =>
    expect(await ruleOf(password)).toBe(rule),
  );

  it.each([
    'password1234',
    'PASSWORD1234',
    'ｐａｓｓｗｏｒｄ１２３４',
    'Password-2026!',
    '1234password',
    'passwordpassword',
    'iloveyou1234',
    'qwertyuiop12',
    'QwertyUiopAsdf',
    '123456789012',
    '987654321098',
    'abcdefghijklm',
    'aaaaaaaaaaaa',
    'abababababab',
    '            ',
    'administrator',
    'letmeinletmein',
  ])('%j is common', async (password) => expect(await ruleOf(password)).toBe('common'));

  it.each([
    'maya.ortiz@example.edu',
    'MAYA.ORTIZ@EXAMPLE.EDU',
    'Maya Ortiz 99',
    'ortizmaya2026!',
    'maya-maya-maya',
  ])('%j is little more than the owner’s name', async (password) =>
    expect(await ruleOf(password)).toBe('personal'),
  );

  it('may contain a name beside other words', async () => {
    expect(await ruleOf('maya feeds the heron')).toBeNull();
    expect(await ruleOf('the lamp is on', { email: 'a@b.c', name: 'X' })).toBeNull();
  });

  it('is refused with the broken rule, and the password is not in the message', async () => {
    const error: unknown = await requireStrongPassword('password1234', MAYA).catch(
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(DomainError);
    expect(error).toMatchObject({
      kind: 'invalid',
      code: 'WEAK_PASSWORD',
      options: { violations: [{ field: 'password', params: { rule: 'common' } }] },
    });
    expect((error as DomainError).message).not.toContain('password1234');
    await expect(requireStrongPassword('twelve chars', MAYA)).resolves.toBeUndefined();
  });
});
