import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { Person } from './person';

/** A link that ties one account of a messenger to one person: single use, expiring. Only the hash of its secret is kept. */
@Entity('invitation')
@Index('invitation_person', ['personId'])
export class Invitation {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => Person)
  @Column('integer')
  personId: number;

  /** The messenger whose account it ties; null: any. */
  @Column('text', { nullable: true })
  messenger: string | null;

  @Column('text', { unique: true })
  secretHash: string;

  @ForeignKey(() => Person)
  @Column('integer')
  createdById: number;

  @Column('timestamptz')
  expiresAt: Date;

  @Column('timestamptz', { nullable: true })
  usedAt: Date | null;
}
