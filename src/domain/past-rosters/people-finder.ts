import { nameAsSpoken } from '../display-name.js';

/** Somebody whom a roster may name. */
export interface FindablePerson {
  id: string;
  name: string;
  email: string;
  /** The key by which other systems know them. */
  employeeId: string | null;
  /** Whether they work, or worked, at the location of the roster. */
  isHere: boolean;
}

export type FoundPerson = { id: string } | 'unknown' | 'several';

/** A person as a file names them, so that spelling makes no difference: "Ortiz,  Maya" is "maya ortiz". */
export const personKey = (written: string): string =>
  nameAsSpoken(written.normalize('NFC')).toLocaleLowerCase('en');

/**
 * Finds people by what a roster calls them: their e-mail address; else their key in other systems; else their name, which
 * must be that of one person of the whole institution. Only people of the roster's location are found, and nothing is told
 * of others. `unknown`: nobody, or nobody here; `several`: nobody knows which of them.
 */
export class PeopleFinder {
  private readonly byEmail: Map<string, FindablePerson[]>;
  private readonly byKey: Map<string, FindablePerson[]>;
  private readonly byName: Map<string, FindablePerson[]>;

  constructor(people: readonly FindablePerson[]) {
    this.byEmail = Map.groupBy(people, ({ email }) => personKey(email));
    this.byKey = Map.groupBy(
      people.filter(({ employeeId }) => employeeId !== null),
      ({ employeeId }) => personKey(employeeId!),
    );
    this.byName = Map.groupBy(people, ({ name }) => personKey(name));
  }

  find(written: string): FoundPerson {
    const key = personKey(written);
    for (const people of [this.byEmail, this.byKey, this.byName]) {
      const found = people.get(key);
      if (!found) continue;
      const here = found.filter(({ isHere }) => isHere);
      if (here.length === 0) return 'unknown';
      return found.length === 1 ? { id: here[0]!.id } : 'several';
    }
    return 'unknown';
  }
}
