import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

export const INSTALLATION_PURPOSES = ['training', 'office'] as const;
export type InstallationPurpose = (typeof INSTALLATION_PURPOSES)[number];

/** What this database is for: one row, written once. A training must never meet an office's data. */
@Entity('installation')
@Check('installation_is_one', '"id" = 1')
@Check('installation_purpose_known', `"purpose" in ('training', 'office')`)
export class Installation {
  @PrimaryColumn('smallint')
  id: number;

  /** Tells the logs of one installation from another's. */
  @Column('uuid')
  installationId: string;

  @Column('text')
  purpose: InstallationPurpose;
}
