import type { Violation } from '../../../../domain/errors.js';
import { refusalText, type RefusalText } from '../../../../domain/refusals/refusal-text.js';
import { isOfCounts } from '../../../imports/mapping.dto.js';
import { mappingViolations } from '../../../imports/reading-mappings.js';
import type { FileSourceMappingDto, FileUrlSettingsDto } from './settings.dto.js';

/** What is wrong between the settings, and with what the mapping repeats of the source. */
export function fileViolations(
  { mapping }: { mapping: FileSourceMappingDto },
  { name, locationId }: { name: string; locationId?: string | null },
): Violation[] {
  const violations = mappingViolations(mapping, { isCollected: true });
  const wrong = (field: string, reason: RefusalText): number =>
    violations.push({ ...reason, field: `mapping.${field}` });
  const hasPlace = typeof locationId === 'string' || mapping.columns['place'] !== undefined;
  if (isOfCounts(mapping) && !hasPlace) wrong('columns.place', refusalText('INVALID_FIELD.counts-place'));
  if (mapping.dryRun === true) wrong('dryRun', refusalText('INVALID_FIELD.dry-run-source'));
  if (mapping.source !== undefined && mapping.source !== name)
    wrong('source', refusalText('INVALID_FIELD.mapping-source'));
  if (mapping.locationId !== undefined && mapping.locationId.toLowerCase() !== locationId?.toLowerCase())
    wrong('locationId', refusalText('INVALID_FIELD.mapping-location'));
  return violations.map((violation) => ({ ...violation, field: `settings.${violation.field}` }));
}

/** The settings with the host for people, and without what the source says itself. */
export const storedFileUrl = (settings: FileUrlSettingsDto): object => ({
  ...withoutRepeated(settings),
  host: URL.parse(settings.url)?.host,
});

/** The settings of a file without what the source says itself. */
export function withoutRepeated({ mapping, ...settings }: { mapping: FileSourceMappingDto }): object {
  const { locationId: _locationId, source: _source, dryRun: _dryRun, ...kept } = mapping;
  return { ...settings, mapping: kept };
}
