import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { Person } from './person';

/** What an appeal may be about, down to the fact; a fast-track term belongs to any of the three levels (§1). */
@Entity('category')
@Index('category_path', { synchronize: false })
export class Category {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @Column('text')
  category: string;

  @Column('text', { nullable: true })
  subcategory: string | null;

  @Column('text', { nullable: true })
  fact: string | null;

  @Column('integer', { nullable: true })
  fastTrackDays: number | null;

  /** The usual executor, offered first. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  executorId: number | null;
}
