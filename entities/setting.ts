import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What is changed in the chat, not in the environment. A missing row means the default in code. */
@Entity('setting')
export class Setting {
  @PrimaryColumn('text')
  key: string;

  @Column('jsonb')
  value: unknown;
}
