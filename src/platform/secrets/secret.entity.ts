import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A secret of another system, encrypted. `owner` is the id of what uses it. */
@Entity('secrets')
export class Secret {
  @PrimaryColumn('uuid') owner: string;
  @PrimaryColumn('text') name: string;
  @Column('text', { name: 'key_id' }) keyId: string;
  @Column('bytea') sealed: Buffer;
}
