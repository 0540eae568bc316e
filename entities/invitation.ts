import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { Person } from './person';

/** A link that ties one Telegram account to one person: single use, expiring. Only the hash of its secret is kept. */
@Entity('invitation')
@Index('invitation_person', ['personId'])
export class Invitation {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => Person)
  @Column('integer', { name: 'person_id' })
  personId: number;

  @Column('text', { name: 'secret_hash', unique: true })
  secretHash: string;

  @ForeignKey(() => Person)
  @Column('integer', { name: 'created_by_id' })
  createdById: number;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  @Column('timestamptz', { name: 'used_at', nullable: true })
  usedAt: Date | null;
}
