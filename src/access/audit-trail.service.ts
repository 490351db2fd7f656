import { Injectable } from '@nestjs/common';
import { inZone } from '../domain/iso-text.js';
import { pageRequest, toPage, type Page } from '../platform/http/paging.js';
import type { AuditEventDto, AuditQuery } from './audit.dto.js';
import { AuditTrailRepository } from './audit-trail.repository.js';

/** Reads the audit trail that every feature writes to. */
@Injectable()
export class AuditTrailService {
  constructor(private readonly trail: AuditTrailRepository) {}

  async list(query: AuditQuery): Promise<Page<AuditEventDto>> {
    const page = pageRequest(query);
    const rows = await this.trail.list(query, page);
    return toPage(
      rows,
      page,
      (row) => [row.id],
      (row) => ({ ...row, at: inZone(row.at, 'UTC') }),
    );
  }
}
