import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { LocationsService } from '../../coverage/locations.service.js';
import { invalid, refusal } from '../../domain/errors.js';
import { refusalText } from '../../domain/refusals/refusal-text.js';
import { MOST_WORKSTATIONS, readWorkstations, type RefusedLine } from '../../domain/workstation-table.js';
import { isOutOfServiceSound, workstationKey, type WorkstationFields } from '../../domain/workstations.js';
import { Audit } from '../../platform/audit/audit.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/ids.js';
import type { ImportedWorkstationsDto, ImportWorkstationsDto, RefusedLineDto } from './workstations.dto.js';
import { BLANK } from './workstations.service.js';
import { WorkstationsRepository } from './workstations.repository.js';

/** A refusal names so many lines at most. */
const MOST_NAMED = 100;

/** Workstations of a location from a table: all of its lines, or none. */
@Injectable()
export class WorkstationImports {
  constructor(
    private readonly stations: WorkstationsRepository,
    private readonly locations: LocationsService,
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  run(
    caller: Caller,
    { locationId, text, dateOrder, dryRun = false }: ImportWorkstationsDto,
  ): Promise<ImportedWorkstationsDto> {
    return this.database.transaction(async () => {
      const location = await this.locations.getOwn(caller, locationId);
      const table = readWorkstations(text, dateOrder ?? null);
      if (!table) throw invalid('text', 'INVALID_FIELD.workstation-table');
      if (table.stations.length + table.refused.length > MOST_WORKSTATIONS)
        throw invalid('text', 'INVALID_FIELD.workstation-table-long', { most: MOST_WORKSTATIONS });
      await this.stations.lockNamesOf(location.id);
      const keys = table.stations.map(({ fields }) => workstationKey(fields.name));
      const known = new Map(
        (await this.stations.findByKeys(location.id, keys)).map((row) => [row.nameKey, row]),
      );
      const merged = table.stations.map(({ line, fields }) => {
        const before = known.get(workstationKey(fields.name));
        const after = { ...BLANK, id: newId(), ...before, ...fields, locationId: location.id };
        const isChanged = !before || Object.keys(fields).some((field) => isOther(before, after, field));
        return { line, before, after, isChanged };
      });
      const refused = [
        ...table.refused,
        ...merged
          .filter(({ after }) => !isOutOfServiceSound(after))
          .map(({ line, after }) => ({
            line,
            problem: 'out-of-service' as const,
            value: after.outOfServiceUntil ?? '',
          })),
      ].sort((a, b) => a.line - b.line);
      if (refused.length > 0 && !dryRun)
        throw refusal(
          'invalid',
          refused.slice(0, MOST_NAMED).map((line) => ({ ...textOf(line), field: 'text' })),
        );
      const changed = merged.filter(({ isChanged }) => isChanged);
      const names = (isNew: boolean): string[] =>
        changed.filter(({ before }) => !before === isNew).map(({ after }) => after.name);
      const answer = {
        stored: !dryRun,
        created: names(true),
        updated: names(false),
        unchanged: merged.length - changed.length,
        rejected: refused.map(toDto),
        ignoredColumns: table.ignored,
      };
      if (dryRun) return answer;
      for (const { after } of changed) await this.stations.save(after);
      const { created, updated } = answer;
      await this.audit.record({
        action: 'workstation.imported',
        entity: 'workstation',
        entityId: changed[0]?.after.id ?? merged[0]?.after.id ?? location.id,
        locationId: location.id,
        details: { created: created.length, updated: updated.length },
      });
      return answer;
    });
  }
}

const isOther = (before: WorkstationFields, after: WorkstationFields, field: string): boolean =>
  before[field as keyof WorkstationFields] !== after[field as keyof WorkstationFields];

const textOf = ({ line, problem, value }: RefusedLine): { code: string; message: string } =>
  refusalText(`WORKSTATION_LINE.${problem}`, { line, value: [...value].slice(0, 60).join('') });

const toDto = (refused: RefusedLine): RefusedLineDto => {
  const { code, message } = textOf(refused);
  return { line: refused.line, code, message };
};
