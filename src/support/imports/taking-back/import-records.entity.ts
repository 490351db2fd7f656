import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ActivityCount } from '../../activity/activity-count.entity.js';
import { SupportRequest } from '../../support-request.entity.js';
import { SupportImport } from '../support-import.entity.js';

/**
 * What an import found there already: a request that it changed, with the former values; or one of another import that its
 * file holds too, as it was. A request that an import created has none. Without `openedAt` the former values of a changed
 * request are unknown, because somebody else created it during the import.
 */
@Entity('support_import_requests')
@Index('support_import_requests_import', ['importId'])
@Index('support_import_requests_former', ['formerImportId'], { where: 'former_import_id IS NOT NULL' })
@Check('support_import_requests_kind', `kind IN ('changed', 'confirmed')`)
@ForeignKey(() => SupportImport, ['importId'], ['id'], {
  name: 'support_import_requests_import_fk',
  onDelete: 'CASCADE',
})
@ForeignKey(() => SupportRequest, ['requestId'], ['id'], {
  name: 'support_import_requests_request_fk',
  onDelete: 'CASCADE',
})
export class SupportImportRequest {
  @PrimaryColumn('uuid', { name: 'request_id' }) requestId: string;
  @PrimaryColumn('uuid', { name: 'import_id' }) importId: string;
  @Column('text') kind: string;
  /** The request's version that the import found. */
  @Column('int') version: number;
  @Column('uuid', { name: 'former_import_id', nullable: true }) formerImportId: string | null;
  @Column('int', { name: 'former_import_version', nullable: true }) formerImportVersion: number | null;
  @Column('timestamptz', { name: 'opened_at', nullable: true }) openedAt: Date | null;
  @Column('timestamptz', { name: 'first_response_at', nullable: true }) firstResponseAt: Date | null;
  @Column('smallint', { name: 'waited_minutes', nullable: true }) waitedMinutes: number | null;
  @Column('timestamptz', { name: 'escalated_at', nullable: true }) escalatedAt: Date | null;
  @Column('timestamptz', { name: 'first_resolved_at', nullable: true }) firstResolvedAt: Date | null;
  @Column('timestamptz', { name: 'resolved_at', nullable: true }) resolvedAt: Date | null;
  @Column('text', { nullable: true }) tier: string | null;
  @Column('text', { nullable: true }) channel: string | null;
  @Column('text', { nullable: true }) category: string | null;
  /** Null before version 1765910000000 of the tables. */
  @Column('text', { nullable: true }) priority: string | null;
  @Column('smallint', { name: 'read_level', nullable: true }) readLevel: number | null;
  @Column('boolean', { nullable: true }) directional: boolean | null;
  @Column('text', { name: 'external_url', nullable: true }) externalUrl: string | null;
}

/** The same of a count. Without `count` its former values are unknown. */
@Entity('support_import_counts')
@Index('support_import_counts_import', ['importId'])
@Index('support_import_counts_former', ['formerImportId'], { where: 'former_import_id IS NOT NULL' })
@Check('support_import_counts_kind', `kind IN ('changed', 'confirmed')`)
@ForeignKey(() => SupportImport, ['importId'], ['id'], {
  name: 'support_import_counts_import_fk',
  onDelete: 'CASCADE',
})
@ForeignKey(() => ActivityCount, ['countId'], ['id'], {
  name: 'support_import_counts_count_fk',
  onDelete: 'CASCADE',
})
export class SupportImportCount {
  @PrimaryColumn('uuid', { name: 'count_id' }) countId: string;
  @PrimaryColumn('uuid', { name: 'import_id' }) importId: string;
  @Column('text') kind: string;
  @Column('int') version: number;
  @Column('uuid', { name: 'former_import_id', nullable: true }) formerImportId: string | null;
  @Column('int', { name: 'former_import_version', nullable: true }) formerImportVersion: number | null;
  @Column('int', { nullable: true }) count: number | null;
  @Column('boolean', { nullable: true }) cumulative: boolean | null;
  @Column('uuid', { name: 'created_by', nullable: true }) createdBy: string | null;
}
