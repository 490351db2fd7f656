import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { SupportSource } from '../support-source.entity.js';

/** A push that was taken. One of the same id is the same push again. */
@Entity('support_pushes')
@Index('support_pushes_received', ['receivedAt'])
@ForeignKey(() => SupportSource, ['sourceId'], ['id'], {
  name: 'support_pushes_source_fk',
  onDelete: 'CASCADE',
})
export class SupportPush {
  @PrimaryColumn('uuid', { name: 'source_id' }) sourceId: string;
  @PrimaryColumn('text', { name: 'message_id' }) messageId: string;
  /** Of its body. */
  @Column('bytea') digest: Buffer;
  @Column('timestamptz', { name: 'received_at' }) receivedAt: Date;
}
