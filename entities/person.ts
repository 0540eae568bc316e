import { Column, Entity, ForeignKey, PrimaryGeneratedColumn } from 'typeorm';
import type { Role } from '../src/regulation/vocabulary';
import { Organization } from './organization';

/** Why nothing reaches a person's chat, as the messenger told it; null when it does, or nothing was tried. */
export const UNREACHABLE = ['never_started', 'blocked', 'deactivated'] as const;
export type Unreachable = (typeof UNREACHABLE)[number];

/** An official. Never deleted: the journal points here. */
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

  @ForeignKey(() => Organization)
  @Column('integer', { nullable: true })
  organizationId: number | null;

  /** The usual supervisor, to whom the executor reports. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  supervisorId: number | null;

  @Column('text', { nullable: true })
  snils: string | null;

  @Column('bigint', { nullable: true, unique: true })
  telegramId: number | null;

  @Column('text', { nullable: true })
  locale: 'ru' | 'tt' | null;

  @Column('text', { nullable: true })
  unreachable: Unreachable | null;

  /** When the person first wrote to the bot: it can't write first. */
  @Column('timestamptz', { nullable: true })
  startedAt: Date | null;

  @Column('timestamptz', { nullable: true })
  disabledAt: Date | null;
}
