import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { PageRequest } from '../../platform/http/paging.js';
import type { ShiftTemplateDto } from './schedules.dto.js';

const SELECT = `
  SELECT id, location_id AS "locationId", position_id AS "positionId", weekdays,
         to_char(starts_at, 'HH24:MI') AS "startsAt", to_char(ends_at, 'HH24:MI') AS "endsAt", seats,
         effective_from AS "effectiveFrom", effective_to AS "effectiveTo", version
  FROM shift_templates`;

@Injectable()
export class ShiftTemplatesRepository {
  constructor(private readonly database: Database) {}

  find(id: string, options: { lock?: boolean } = {}): Promise<ShiftTemplateDto | null> {
    return this.database.one(`${SELECT} WHERE id = $1 ${options.lock ? 'FOR UPDATE' : ''}`, [id]);
  }

  list(
    selection: { visible: readonly string[] | null; locationId: string | null },
    { limit, after }: PageRequest,
  ): Promise<ShiftTemplateDto[]> {
    return this.database.query(
      `${SELECT}
       WHERE ($1::uuid[] IS NULL OR location_id = ANY($1)) AND ($2::uuid IS NULL OR location_id = $2)
         AND ($3::uuid IS NULL OR id > $3)
       ORDER BY id LIMIT $4`,
      [selection.visible, selection.locationId, after?.[0] ?? null, limit + 1],
    );
  }

  findAllOf(locationId: string): Promise<ShiftTemplateDto[]> {
    return this.database.query(`${SELECT} WHERE location_id = $1 ORDER BY id`, [locationId]);
  }

  async insert(template: Omit<ShiftTemplateDto, 'version'>): Promise<void> {
    await this.database.query(
      `INSERT INTO shift_templates
         (id, position_id, weekdays, starts_at, ends_at, seats, effective_from, effective_to, location_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [...valuesOf(template), template.locationId],
    );
  }

  async update(template: Omit<ShiftTemplateDto, 'version'>): Promise<void> {
    await this.database.query(
      `UPDATE shift_templates SET position_id = $2, weekdays = $3, starts_at = $4, ends_at = $5, seats = $6,
              effective_from = $7, effective_to = $8, version = version + 1
       WHERE id = $1`,
      valuesOf(template),
    );
  }

  async remove(id: string): Promise<void> {
    await this.database.query('DELETE FROM shift_templates WHERE id = $1', [id]);
  }
}

const valuesOf = (template: Omit<ShiftTemplateDto, 'version'>): unknown[] => [
  template.id,
  template.positionId,
  template.weekdays,
  template.startsAt,
  template.endsAt,
  template.seats,
  template.effectiveFrom,
  template.effectiveTo,
];
