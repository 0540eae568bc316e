import { Column, Entity, PrimaryGeneratedColumn, PrimaryColumn } from 'typeorm';

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

/** What is changed in the chat, not in the environment. A missing row means the default in code. */
@Entity('setting')
export class Setting {
  @PrimaryColumn('text')
  key: string;

  @Column('jsonb')
  value: unknown;
}
