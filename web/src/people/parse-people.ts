export interface Person {
  line: number;
  name: string;
  email: string;
}

export interface UnreadLine {
  line: number;
  text: string;
}

const EMAIL = /[^\s,;<>"']+@[^\s,;<>"']+\.[^\s,;<>"']+/;

/**
 * People from a pasted list: a line each, a name and an e-mail address in any order, parted by commas, semicolons, tabs or `<…>`. A head line
 * without an address is passed over; any other line without one is told. The same address twice is taken once.
 */
export function parsePeople(text: string): { people: Person[]; unread: UnreadLine[] } {
  const people = new Map<string, Person>();
  const unread: UnreadLine[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const email = EMAIL.exec(line)?.[0];
    const name = line
      .replace(email ?? '', '')
      .replace(/[<>",;\t]+/g, ' ')
      .replace(/\s+/g, ' ')
      .trim();
    if (email && name) {
      const key = email.toLowerCase();
      if (!people.has(key)) people.set(key, { line: index + 1, name, email });
    } else if (!(index === 0 && !email && /mail/i.test(line)))
      unread.push({ line: index + 1, text: line.trim() });
  }
  return { people: [...people.values()], unread };
}
