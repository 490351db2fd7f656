import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { User } from './user.entity.js';

/** The number of failed attempts, by the digest of what is counted: an account, an address or a device. */
@Entity('sign_in_attempts')
@Index('sign_in_attempts_last', ['lastAt'])
export class SignInAttempt {
  @PrimaryColumn('bytea') key: Buffer;
  @Column('int') failures: number;
  @Column('timestamptz', { name: 'last_at' }) lastAt: Date;
  @Column('timestamptz', { name: 'blocked_until', nullable: true }) blockedUntil: Date | null;
}

/** A device on which a user has signed in, by the digest of its cookie. */
@Entity('known_devices')
@Index('known_devices_digest', ['digest'])
@ForeignKey(() => User, ['userId'], ['id'], { name: 'known_devices_user_fk', onDelete: 'CASCADE' })
export class KnownDevice {
  @PrimaryColumn('uuid', { name: 'user_id' }) userId: string;
  @PrimaryColumn('bytea') digest: Buffer;
  @Column('timestamptz', { name: 'seen_at' }) seenAt: Date;
}

/** A code that allows its holder to create the first admin. */
@Entity('setup_codes')
export class SetupCode {
  @PrimaryColumn('bytea') digest: Buffer;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
}
