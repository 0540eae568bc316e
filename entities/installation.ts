import { Check, Column, Entity, PrimaryColumn, Index } from 'typeorm';

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

/** The bot heard nobody: it stood still, or its database or messenger was out of reach. What a missed term is judged by. */
@Entity('outage')
export class Outage {
  /** Of people who use this one; two messengers are seldom away together. */
  @PrimaryColumn('text')
  messenger: string;

  /** When it last heard, to five minutes. */
  @PrimaryColumn('timestamptz')
  since: Date;

  /** When it heard again. */
  @Index('outage_until')
  @Column('timestamptz')
  until: Date;
}

/** A chat that must be left in peace until a moment: the messenger's word, or our own backoff. */
@Entity('outbox_hold')
export class OutboxHold {
  @PrimaryColumn('text')
  messenger: string;

  @PrimaryColumn('text')
  chatId: string;

  /** On the machine's clock: a messenger's waits do not follow an office's clock. */
  @Column('timestamptz')
  heldUntil: Date;
}
