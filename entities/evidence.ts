import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { PlaceVerdict, ReuseVerdict, TimeVerdict } from '../src/regulation/evidence';
import { Attachment } from './attachment';

/**
 * What a photo of a report says of its time, its place and its earlier use (§2), as it stands now: judged anew when the appeal's
 * point or its assignment changes. Advice; nothing is refused by it.
 */
@Entity('evidence')
@Index('evidence_reuse', ['reuseOfId'])
@Index('evidence_warnings', ['attachmentId'], {
  where: `time in ('earlier', 'later') or place = 'elsewhere' or reuse in ('same', 'alike')`,
})
export class Evidence {
  @ForeignKey(() => Attachment)
  @PrimaryColumn('integer')
  attachmentId: number;

  @Column('text')
  time: TimeVerdict;

  @Column('text')
  place: PlaceVerdict;

  /** Metres between the appeal's point and where it was taken. */
  @Column('double precision', { nullable: true })
  distance: number | null;

  /** Whose word the place is: the picture's own, or a location that was shared beside it. */
  @Column('text', { nullable: true })
  placeBy: 'picture' | 'shared' | null;

  @Column('text')
  reuse: ReuseVerdict;

  /** The earliest other use. */
  @ForeignKey(() => Attachment)
  @Column('integer', { nullable: true })
  reuseOfId: number | null;

  @Column('timestamptz')
  judgedAt: Date;
}
