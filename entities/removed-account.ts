import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Person } from './person';

/**
 * An account that was taken from somebody in the bot, as when its phone is stolen, and that nobody was given there since: no file and no
 * environment brings it back.
 */
@Entity('removed_account')
export class RemovedAccount {
  @PrimaryColumn('text')
  messenger: string;

  @PrimaryColumn('text')
  userId: string;

  /** Whose it was. */
  @ForeignKey(() => Person)
  @Column('integer')
  personId: number;

  @Column('timestamptz')
  removedAt: Date;
}
