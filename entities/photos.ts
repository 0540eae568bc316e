import { Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { PlaceVerdict, ReuseVerdict, TimeVerdict } from '../src/regulation/evidence';
import { Attachment } from './attachments';

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

/**
 * What the bytes of a picture say of themselves, whichever appeal they came to: one row for each SHA-256. What this means for an
 * appeal is `evidence`.
 */
@Entity('picture')
@Index('picture_sha256', ['sha256'], { unique: true })
export class Picture {
  /** Ever higher: whoever keeps fingerprints in memory asks for those after the last one seen. */
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @Column('text')
  sha256: string;

  /** `picture`, or why nothing can be said of the bytes. */
  @Column('text')
  outcome: 'picture' | 'not_picture' | 'broken' | 'too_large' | 'too_heavy';

  /** By content, e.g. `jpeg`; null: nobody knows. */
  @Column('text', { nullable: true })
  format: string | null;

  /** As it is looked at, in pixels. */
  @Column('integer', { nullable: true })
  width: number | null;

  @Column('integer', { nullable: true })
  height: number | null;

  /** By the camera's own word. */
  @Column('timestamptz', { nullable: true })
  takenAt: Date | null;

  /** Where its zone is from: written beside the time, the satellites' time, or the office's for want of another. */
  @Column('text', { nullable: true })
  takenZone: 'written' | 'satellites' | 'office' | null;

  @Column('double precision', { nullable: true })
  latitude: number | null;

  @Column('double precision', { nullable: true })
  longitude: number | null;

  /** Metres, as the camera gives it. */
  @Column('double precision', { nullable: true })
  positionError: number | null;

  /** Maker and model. */
  @Column('text', { nullable: true })
  camera: string | null;

  /** The program that wrote the file, by its own word. */
  @Column('text', { nullable: true })
  software: string | null;

  /** What is written but cannot be: a time or a place that does not exist. It counts as absent. */
  @Column('text', { array: true })
  absurd: ('time' | 'place')[];

  /** Fingerprints for «the same picture»: pHash of 63 bits. Null: too plain to be told from others, or not read. */
  @Column('bigint', { nullable: true })
  perceptualHash: string | null;

  /** dHash of 256 bits, in hex. */
  @Column('text', { nullable: true })
  differenceHash: string | null;

  @Column('timestamptz')
  examinedAt: Date;
}

/**
 * Bytes that are for the sweep unless a row needs them by then: of a file that was taken out, of an original whose term is over, and
 * of a photo from another system, whose request may have failed.
 */
@Entity('removed_file')
export class RemovedFile {
  @PrimaryColumn('text')
  sha256: string;

  @Column('timestamptz')
  removedAt: Date;
}
