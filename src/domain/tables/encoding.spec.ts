import { charsetOf, encodingOf, Utf8Watch, type Encoding } from './encoding.js';

const utf16 = Buffer.from('\uFEFFid', 'utf16le');
const latin = Buffer.from('Caf\xe9', 'latin1');
const isUtf8 = (bytes: Buffer, size = bytes.length): boolean => {
  const watch = new Utf8Watch();
  for (let at = 0; at < bytes.length; at += size) watch.add(bytes.subarray(at, at + size));
  return watch.end();
};

describe('the encoding of a file', () => {
  it.each([
    ['is UTF-8 where all of it is valid', Buffer.from('Café'), 'utf-8'],
    ['is UTF-8 in an empty file', Buffer.alloc(0), 'utf-8'],
    ['is Windows-1252 where it is not', latin, 'windows-1252'],
    ['is UTF-8 by its mark, whatever follows', Buffer.concat([Buffer.from('\uFEFF'), latin]), 'utf-8'],
    ['is UTF-16 by its mark', utf16, 'utf-16'],
    ['is UTF-16 by its mark, the other way round', Buffer.from(utf16).swap16(), 'utf-16'],
    ['is UTF-16 by a zero beside its first letter', utf16.subarray(2), 'utf-16'],
    ['is UTF-16 by a zero before its first letter', Buffer.from(utf16.subarray(2)).swap16(), 'utf-16'],
  ])('%s', (_name, bytes, encoding) => {
    expect(encodingOf(bytes, isUtf8(bytes))).toBe(encoding);
    const text = new TextDecoder(charsetOf(encoding as Encoding, bytes)).decode(bytes);
    expect(text).toMatch(/^(Caf(é|\uFFFD)|id|)$/);
  });

  it('is not UTF-8 after one invalid byte, anywhere', () => {
    const long = Buffer.concat([Buffer.from('ü'.repeat(100_000)), Buffer.from([0xe9]), Buffer.from('ü')]);
    expect([isUtf8(long), isUtf8(long, 1000)]).toEqual([false, false]);
  });

  it('is UTF-8 with pieces cut anywhere, but not with an incomplete last letter', () => {
    const text = Buffer.from('Zürich 夜 🙂');
    for (const size of [1, 2, 3]) expect(isUtf8(text, size)).toBe(true);
    expect(isUtf8(text.subarray(0, -1))).toBe(false);
  });
});
