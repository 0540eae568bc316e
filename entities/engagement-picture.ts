import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * Bytes of a picture that a version or a template of what the ОГ role makes has named. Neither is ever deleted, so the bytes are needed for ever; what names
 * them is in their content.
 */
@Entity('engagement_picture')
export class EngagementPictureBytes {
  @PrimaryColumn('text')
  sha256: string;

  @Column('timestamptz')
  keptAt: Date;
}
