import { randomBytes } from 'node:crypto';
import { seal, secretsKey, unseal } from './sealing.js';

const KEY = secretsKey(Buffer.alloc(32, 'k'));
const PURPOSE = 'a-source token';

describe('a sealed text', () => {
  it.each([
    ['a token', 'rt-4f1c9a'],
    ['an empty text', ''],
    ['letters of any script', 'Schlüssel 🦉 鍵'],
    ['a long text', 'long '.repeat(100_000)],
  ])('opens again: %s', (_name, text) => {
    expect(unseal(seal(text, PURPOSE, KEY), PURPOSE, KEY)).toBe(text);
  });

  it('holds nothing of the text, and is another one each time', () => {
    const text = 'in the open';
    const [one, other] = [seal(text, PURPOSE, KEY), seal(text, PURPOSE, KEY)];
    expect(one.includes(text)).toBe(false);
    expect(one.equals(other)).toBe(false);
    expect(one.subarray(0, 12).equals(other.subarray(0, 12))).toBe(false);
  });

  it('opens with its own key only', () => {
    const sealed = seal('text', PURPOSE, KEY);
    expect(() => unseal(sealed, PURPOSE, secretsKey(randomBytes(32)))).toThrow();
  });

  it('opens for its own purpose only', () => {
    const sealed = seal('text', PURPOSE, KEY);
    expect(() => unseal(sealed, 'another-source token', KEY)).toThrow();
  });

  it('does not open when any of its bytes is another one', () => {
    const sealed = seal('text', PURPOSE, KEY);
    for (const at of sealed.keys()) {
      const changed = Buffer.from(sealed);
      changed[at]! ^= 1;
      expect(() => unseal(changed, PURPOSE, KEY)).toThrow();
    }
  });

  it.each([0, 11, 12, 27])('does not open when only %i of its bytes are there', (count) => {
    const sealed = seal('', PURPOSE, KEY);
    expect(() => unseal(sealed.subarray(0, count), PURPOSE, KEY)).toThrow();
  });
});

describe('the name of a key', () => {
  it('is the same for the same key, and tells nothing of it', () => {
    expect(secretsKey(Buffer.alloc(32, 'k')).id).toBe(KEY.id);
    expect(secretsKey(Buffer.alloc(32, 'l')).id).not.toBe(KEY.id);
    expect(KEY.id).toMatch(/^[0-9a-f]{16}$/);
    expect(KEY.bytes.toString('hex')).not.toContain(KEY.id);
  });
});
