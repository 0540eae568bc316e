import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Bytes that a messenger has been given by us: it shows them again by a name of its own, without another upload. */
@Entity('sent_file')
export class SentFile {
  @PrimaryColumn('text')
  messenger: string;

  @PrimaryColumn('text')
  sha256: string;

  /** As a photo it may be a smaller copy of these bytes. */
  @PrimaryColumn('text')
  shownAs: 'photo' | 'document';

  @Column('text')
  fileRef: string;
}
