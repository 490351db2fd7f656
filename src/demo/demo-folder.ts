import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalDate } from '../domain/local-date.js';

/** Increase this when the demo's content changes, so that older demos are rebuilt. */
const EDITION = 1;
const MARKER = 'afterhours-demo.json';

/** The content of a folder's marker: which demo is in it, and whether it is complete. */
interface Marker {
  edition: number;
  day: LocalDate;
  isComplete: boolean;
}

/** The demo's own folder, recognized by its marker. Any other folder that is not empty is left alone. */
export class DemoFolder {
  private constructor(
    readonly path: string,
    private marker: Marker | null,
  ) {}

  /** Throws when the folder holds something that this command did not put there. */
  static async open(path: string, day: LocalDate): Promise<DemoFolder> {
    await mkdir(path, { recursive: true });
    const names = await readdir(path);
    if (names.includes(MARKER)) return new DemoFolder(path, await readMarker(join(path, MARKER)));
    if (names.length > 0) {
      throw new Error(
        `${path} holds something that is not a demo, so it stays as it is. ` +
          'Name another folder in DEMO_DATA_DIR, or remove this one.',
      );
    }
    const folder = new DemoFolder(path, null);
    await folder.mark(day, false);
    return folder;
  }

  /** Whether it holds the complete demo of that day. */
  holds(day: LocalDate): boolean {
    const { marker } = this;
    return marker !== null && marker.isComplete && marker.edition === EDITION && marker.day === day;
  }

  async mark(day: LocalDate, isComplete: boolean): Promise<void> {
    this.marker = { edition: EDITION, day, isComplete };
    const file = join(this.path, MARKER);
    await writeFile(`${file}.new`, `${JSON.stringify(this.marker)}\n`, { flush: true });
    await rename(`${file}.new`, file);
  }
}

/** Null for an empty or broken marker: the folder belongs to the demo, and the demo is rebuilt. */
async function readMarker(file: string): Promise<Marker | null> {
  const text = await readFile(file, 'utf8');
  try {
    return JSON.parse(text) as Marker | null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
