import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import { ForeignKey } from 'typeorm';
import { Location } from '../coverage/location.entity.js';

@Entity('users')
@Index('users_email', ['email'], { unique: true, where: 'removed_at IS NULL' })
@Check('users_role', `role IN ('admin', 'supervisor', 'campus_it', 'operator', 'analyst')`)
export class User {
  @PrimaryColumn('uuid') id: string;
  @Column('text') email: string;
  @Column('text') name: string;
  @Column('text', { name: 'display_name' }) displayName: string;
  @Column('text') role: string;
  @Column('text', { name: 'password_hash', nullable: true }) passwordHash: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'removed_at', nullable: true }) removedAt: Date | null;
  @Column('int', { default: 1 }) version: number;
}

/** The locations a user is bound to. An operator without any works at all of them. */
@Entity('user_locations')
@ForeignKey(() => User, ['userId'], ['id'], { name: 'user_locations_user', onDelete: 'CASCADE' })
@ForeignKey(() => Location, ['locationId'], ['id'], { name: 'user_locations_location' })
export class UserLocation {
  @PrimaryColumn('uuid', { name: 'user_id' }) userId: string;
  @PrimaryColumn('uuid', { name: 'location_id' }) locationId: string;
}

@Entity('sessions')
@Unique('sessions_digest', ['digest'])
@Index('sessions_user', ['userId'])
@ForeignKey(() => User, ['userId'], ['id'], { name: 'sessions_user_fk', onDelete: 'CASCADE' })
export class Session {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'user_id' }) userId: string;
  @Column('bytea') digest: Buffer;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'seen_at' }) seenAt: Date;
  /** When it ends without use; never later than `endsAt`. */
  @Column('timestamptz', { name: 'expires_at' }) expiresAt: Date;
  @Column('timestamptz', { name: 'ends_at' }) endsAt: Date;
  /** When the password was last given. */
  @Column('timestamptz', { name: 'confirmed_at' }) confirmedAt: Date;
  /** The session stays after the browser is closed. */
  @Column('boolean', { name: 'is_kept', default: false }) isKept: boolean;
  @Column('text', { nullable: true }) device: string | null;
  @Column('text', { nullable: true }) address: string | null;
}

@Entity('invitations')
@Unique('invitations_digest', ['digest'])
@Unique('invitations_one_each', ['userId'])
@ForeignKey(() => User, ['userId'], ['id'], { name: 'invitations_user_fk', onDelete: 'CASCADE' })
export class Invitation {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'user_id' }) userId: string;
  @Column('bytea') digest: Buffer;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt: Date;
}

/** A link that was sent by e-mail, in addition to the invitation's own. */
@Entity('invitation_links')
@Unique('invitation_links_digest', ['digest'])
@Index('invitation_links_invitation', ['invitationId'])
@ForeignKey(() => Invitation, ['invitationId'], ['id'], {
  name: 'invitation_links_invitation_fk',
  onDelete: 'CASCADE',
})
export class InvitationLink {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'invitation_id' }) invitationId: string;
  @Column('bytea') digest: Buffer;
}

@Entity('password_resets')
@Unique('password_resets_digest', ['digest'])
@Unique('password_resets_one_each', ['userId'])
@ForeignKey(() => User, ['userId'], ['id'], { name: 'password_resets_user_fk', onDelete: 'CASCADE' })
export class PasswordReset {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'user_id' }) userId: string;
  @Column('bytea') digest: Buffer;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt: Date;
}

@Entity('api_keys')
@Unique('api_keys_digest', ['digest'])
@Index('api_keys_owner', ['createdBy'], { where: 'revoked_at IS NULL' })
export class ApiKey {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('bytea') digest: Buffer;
  @Column('text', { array: true }) scopes: string[];
  @Column('uuid', { name: 'location_ids', array: true, nullable: true }) locationIds: string[] | null;
  @Column('uuid', { name: 'created_by' }) createdBy: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'last_used_at', nullable: true }) lastUsedAt: Date | null;
  @Column('timestamptz', { name: 'expires_at', nullable: true }) expiresAt: Date | null;
  @Column('timestamptz', { name: 'revoked_at', nullable: true }) revokedAt: Date | null;
  @Column('int', { default: 1 }) version: number;
}
