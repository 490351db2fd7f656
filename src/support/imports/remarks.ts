import type { ImportsRepository, Remark, RemarkKind } from './imports.repository.js';
import type { Refusal } from './record-stream.js';

const BATCH_REMARKS = 5_000;

type WrittenKind = Exclude<RemarkKind, 'kept'>;

/** Collects rejected lines and warnings, and writes them in batches. */
export class Remarks {
  private readonly pending: Record<WrittenKind, Remark[]> = { rejected: [], warning: [] };
  private readonly written: Record<WrittenKind, number> = { rejected: 0, warning: 0 };

  constructor(
    private readonly imports: ImportsRepository,
    private readonly importId: string,
  ) {}

  get pendingCount(): number {
    return this.pending.rejected.length + this.pending.warning.length;
  }

  reject(line: number, { code, message }: Refusal): void {
    this.pending.rejected.push({ line, code, message });
  }

  warn(line: number | null, code: string, message: string): void {
    this.pending.warning.push({ line, code, message });
  }

  /**
   * Writes remarks that the database finds, however many, without reading them: `write` gets the ordinal of the first one and
   * returns how many it wrote.
   */
  async note(kind: WrittenKind, write: (firstOrdinal: number) => Promise<number>): Promise<void> {
    await this.flush();
    this.written[kind] += await write(this.written[kind]);
  }

  async flush(): Promise<void> {
    for (const kind of ['rejected', 'warning'] as const) {
      for (
        let next = this.pending[kind].splice(0, BATCH_REMARKS);
        next.length > 0;
        next = this.pending[kind].splice(0, BATCH_REMARKS)
      ) {
        await this.imports.addRemarks(this.importId, kind, this.written[kind], next);
        this.written[kind] += next.length;
      }
    }
  }
}
