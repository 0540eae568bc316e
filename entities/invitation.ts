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
