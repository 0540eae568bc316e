import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

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
