import { Column, Entity, ForeignKey, PrimaryGeneratedColumn } from 'typeorm';
import type { Role } from '../src/regulation/vocabulary';
import { Organization } from './organization';

/** An official. Never deleted: the journal points here. Their messengers are in `account`. */
@Entity('person')
export class Person {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  /** Full name as the roster has it; unique, because roster files refer to people by name. */
  @Column('text', { unique: true })
  name: string;

  @Column('text', { nullable: true })
  position: string | null;

  @Column('text', { array: true })
  roles: Role[];

  @Column('boolean', { default: false })
  canApprove: boolean;

  /** A curator whom an admin has named Управляющий делами (body п. 3): the journal of violations is theirs. */
  @Column('boolean', { default: false })
  managesAffairs: boolean;

  @ForeignKey(() => Organization)
  @Column('integer', { nullable: true })
  organizationId: number | null;

  /** The usual supervisor, to whom the executor reports. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  supervisorId: number | null;

  @Column('text', { nullable: true })
  snils: string | null;

  @Column('text', { nullable: true })
  locale: 'ru' | 'tt' | null;

  /** They have asked that nothing of theirs makes a sound. */
  @Column('boolean', { default: false })
  withoutSound: boolean;

  /** Their morning list comes so many minutes after opening; null: when everybody's does. */
  @Column('integer', { nullable: true })
  morningAfter: number | null;

  /** They have said themselves where the bot writes to them: to press Start elsewhere changes nothing. */
  @Column('boolean', { default: false })
  homeChosen: boolean;

  /** When they were last told that a photo sent as a file keeps its time and place. */
  @Column('timestamptz', { nullable: true })
  advisedOfFilesAt: Date | null;

  @Column('timestamptz', { nullable: true })
  disabledAt: Date | null;
}
