import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { Appeal } from './appeal';
import { Person } from './person';

/** A paper or a document of an appeal that the bot has sent into somebody's chat: nobody can take it back from there. */
@Entity('given_file')
@Index('given_file_appeal', ['appealId'])
export class GivenFile {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => Appeal)
  @Column('integer')
  appealId: number;

  @ForeignKey(() => Person)
  @Column('integer')
  personId: number;

  @Column('text')
  messenger: string;

  /** As it stands in the chat. */
  @Column('text')
  name: string;

  @Column('timestamptz')
  at: Date;
}
