import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { User } from '../../access/user.entity.js';
import { SupportRequest } from '../support-request.entity.js';
import type { EntryKind } from './acts.js';

/** What somebody did to a request, or wrote about it. */
@Entity('request_entries')
@Index('request_entries_thread', ['requestId', 'at', 'id'])
@Index('request_entries_author', ['authorId', 'requestId'])
@Check(
  'request_entries_kind',
  `kind IN ('note', 'answered', 'assigned', 'escalated', 'withdrawn', 'returned', 'resolved', 'reopened', 'attached', 'waiting', 'resumed', 'routed')`,
)
@Check('request_entries_words', `kind NOT IN ('note', 'returned') OR text IS NOT NULL`)
@ForeignKey(() => SupportRequest, ['requestId'], ['id'], {
  name: 'request_entries_request_fk',
  onDelete: 'CASCADE',
})
@ForeignKey(() => User, ['assigneeId'], ['id'], { name: 'request_entries_assignee_fk' })
export class RequestEntry {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'request_id' }) requestId: string;
  @Column('timestamptz') at: Date;
  @Column('text') kind: EntryKind;
  @Column('text', { nullable: true }) text: string | null;
  /** A user, an API key, or a source that tells what became of a ticket. */
  @Column('uuid', { name: 'author_id' }) authorId: string;
  /** Of `assigned`: to whom; null when it was given back. */
  @Column('uuid', { name: 'assignee_id', nullable: true }) assigneeId: string | null;
}

/** The file of an entry. */
@Entity('request_files')
@Check('request_files_bytes', 'bytes = octet_length(content) AND bytes BETWEEN 1 AND 5242880')
@ForeignKey(() => RequestEntry, ['entryId'], ['id'], { name: 'request_files_entry_fk', onDelete: 'CASCADE' })
export class RequestFile {
  @PrimaryColumn('uuid', { name: 'entry_id' }) entryId: string;
  @Column('text') name: string;
  /** A media type, judged by the content. */
  @Column('text') type: string;
  @Column('int') bytes: number;
  @Column('bytea') content: Buffer;
}
