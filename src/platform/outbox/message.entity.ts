import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** A message to a person. Written together with its cause; its text is made when it is sent. */
@Entity('messages')
@Unique('messages_key', ['key'])
@Index('messages_due', ['nextAttemptAt'], { where: `status = 'waiting'` })
@Index('messages_created', ['createdAt'])
@Check('messages_status', `status IN ('waiting', 'sent', 'failed', 'kept')`)
@Check('messages_waiting', `(status = 'waiting') = (next_attempt_at IS NOT NULL)`)
@Check('messages_sent', `(status = 'sent') = (sent_at IS NOT NULL)`)
export class Message {
  @PrimaryColumn('uuid') id: string;
  /** Identifies what the message is about; a second message with the same key is not stored. */
  @Column('text') key: string;
  @Column('uuid', { name: 'user_id' }) userId: string;
  @Column('text') kind: string;
  @Column('jsonb') facts: object;
  @Column('text') status: string;
  @Column('smallint', { default: 0 }) attempts: number;
  @Column('timestamptz', { name: 'next_attempt_at', nullable: true }) nextAttemptAt: Date | null;
  /** A fixed address, independent of the user's current one. */
  @Column('text', { name: 'to_address', nullable: true }) toAddress: string | null;
  @Column('text', { nullable: true }) address: string | null;
  @Column('text', { nullable: true }) subject: string | null;
  @Column('text', { nullable: true }) body: string | null;
  @Column('text', { nullable: true }) problem: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'sent_at', nullable: true }) sentAt: Date | null;
}
