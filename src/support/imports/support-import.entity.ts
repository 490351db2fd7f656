import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Location } from '../../coverage/location.entity.js';

/** An uploaded file, stored in pieces until its import has ended. */
@Entity('staged_files')
@Index('staged_files_created', ['createdAt'])
export class StagedFile {
  @PrimaryColumn('uuid') id: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
}

@Entity('staged_file_chunks')
@ForeignKey(() => StagedFile, ['fileId'], ['id'], { name: 'staged_file_chunks_file_fk', onDelete: 'CASCADE' })
export class StagedFileChunk {
  @PrimaryColumn('uuid', { name: 'file_id' }) fileId: string;
  @PrimaryColumn('int') ordinal: number;
  @Column('bytea') bytes: Buffer;
}

@Entity('support_imports')
@Check('support_imports_status', `status IN ('queued', 'running', 'completed', 'failed')`)
@Check('support_imports_take_back', `take_back_status IN ('queued', 'running', 'completed', 'failed')`)
@ForeignKey(() => Location, ['locationId'], ['id'], { name: 'support_imports_location_fk' })
export class SupportImport {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'location_id' }) locationId: string;
  @Column('uuid', { name: 'file_id' }) fileId: string;
  @Column('text', { name: 'file_name' }) fileName: string;
  @Column('text', { name: 'file_sha256' }) fileSha256: string;
  @Column('int', { name: 'file_bytes' }) fileBytes: number;
  @Column('jsonb') mapping: object;
  @Column('jsonb', { nullable: true }) reading: object | null;
  @Column('jsonb', { default: [] }) sample: object;
  @Column('text') status: string;
  @Column('int', { default: 0 }) rows: number;
  @Column('int', { default: 0 }) created: number;
  @Column('int', { default: 0 }) updated: number;
  @Column('int', { default: 0 }) skipped: number;
  @Column('text', { nullable: true }) error: string | null;
  @Column('uuid', { name: 'created_by', nullable: true }) createdBy: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'finished_at', nullable: true }) finishedAt: Date | null;
  /** Whether it is stored what it created and changed, and what that was before. */
  @Column('boolean', { name: 'is_kept_track_of', default: false }) isKeptTrackOf: boolean;
  /** Null: nobody has asked to take it back. */
  @Column('text', { name: 'take_back_status', nullable: true }) takeBackStatus: string | null;
  @Column('text', { name: 'take_back_error', nullable: true }) takeBackError: string | null;
  @Column('timestamptz', { name: 'taken_back_at', nullable: true }) takenBackAt: Date | null;
  @Column('int', { default: 0 }) removed: number;
  @Column('int', { default: 0 }) restored: number;
  @Column('int', { default: 0 }) kept: number;
}

/** A rejected line, a warning, or what stayed when the import was taken back. */
@Entity('support_import_remarks')
@Check('support_import_remarks_kind', `kind IN ('rejected', 'warning', 'kept')`)
@ForeignKey(() => SupportImport, ['importId'], ['id'], {
  name: 'support_import_remarks_import_fk',
  onDelete: 'CASCADE',
})
export class SupportImportRemark {
  @PrimaryColumn('uuid', { name: 'import_id' }) importId: string;
  @PrimaryColumn('text') kind: string;
  @PrimaryColumn('int') ordinal: number;
  @Column('int', { nullable: true }) line: number | null;
  @Column('text') code: string;
  @Column('text') message: string;
}
