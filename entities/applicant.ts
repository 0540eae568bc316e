import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Appeal } from './appeal';

/** заявитель: kept for delivery, apart from everything that is shown. */
@Entity('applicant')
export class Applicant {
  @ForeignKey(() => Appeal)
  @PrimaryColumn('integer')
  appealId: number;

  @Column('text')
  type: 'person' | 'legal';

  @Column('text', { nullable: true })
  name: string | null;

  @Column('text', { nullable: true })
  email: string | null;

  @Column('text', { nullable: true })
  phone: string | null;

  @Column('text', { nullable: true })
  address: string | null;
}
