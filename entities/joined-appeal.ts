import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Appeal } from './appeal';

/** An appeal that goes along with another: what is done to the leading one is done to it. The earliest of a group leads it. */
@Entity('joined_appeal')
@Check('joined_appeal_earliest_leads', 'leading_id < appeal_id')
@Index('joined_appeal_leading', ['leadingId'])
export class JoinedAppeal {
  @ForeignKey(() => Appeal)
  @PrimaryColumn('integer')
  appealId: number;

  /** Follows none itself. */
  @ForeignKey(() => Appeal)
  @Column('integer')
  leadingId: number;

  @Column('timestamptz')
  joinedAt: Date;
}
