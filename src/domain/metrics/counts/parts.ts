import { TIERS, type Tier } from '../../tiers.js';
import type { ByteReader, ByteWriter } from './bytes.js';

/**
 * What a part of a location's counts is of. `place`: everything but requests and tallies, over all positions; `position`
 * repeats what belongs to one of them.
 */
export type CountedPart =
  | { kind: 'place' }
  | { kind: 'position'; positionId: string }
  | { kind: 'tallies'; channel: string | null; category: string | null }
  | { kind: 'requests'; tier: Tier; channel: string | null; category: string | null };

/** In the order of their numbers in stored counts. */
const KINDS = ['place', 'position', 'tallies', 'requests'] as const;

export function writePart(writer: ByteWriter, part: CountedPart): void {
  writer.whole(KINDS.indexOf(part.kind));
  if (part.kind === 'position') writer.text(part.positionId);
  if (part.kind === 'requests') writer.whole(TIERS.indexOf(part.tier));
  if (part.kind === 'requests' || part.kind === 'tallies') {
    writer.text(part.channel);
    writer.text(part.category);
  }
}

export function readPart(reader: ByteReader): CountedPart {
  const kind = KINDS[reader.whole()]!;
  switch (kind) {
    case 'place':
      return { kind };
    case 'position':
      return { kind, positionId: reader.text()! };
    case 'tallies':
      return { kind, channel: reader.text(), category: reader.text() };
    case 'requests':
      return { kind, tier: TIERS[reader.whole()]!, channel: reader.text(), category: reader.text() };
  }
}
