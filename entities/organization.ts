import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** подведомственная / неподведомственная организация */
@Entity('organization')
export class Organization {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @Column('text', { unique: true })
  name: string;

  @Column('text')
  kind: 'subordinate' | 'outside';
}
