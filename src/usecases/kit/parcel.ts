import type { PlainDate } from '../../regulation/calendar';
import type { Carrier, ShipmentEnd, Trouble } from '../../regulation/carriers';
import type { EngagementContent } from '../../regulation/engagement/content';
import type { TaskThere } from '../../regulation/engagement/facts';
import type { EngagementKind, EngagementLevel } from '../../regulation/engagement/vocabulary';
import type { AnswerType, DeliveryKind, Kind, Progress } from '../../regulation/vocabulary';

/** Bytes of the store that go with a delivery. */
export interface ParcelFile {
  readonly role: 'letter' | 'signature' | 'photo' | 'document';
  readonly name: string;
  readonly sha256: string;
}

/** What is sent: all that ПОС asks for, and nothing of the applicant. */
export interface Parcel {
  /** The same at every try. */
  readonly key: string;
  readonly kind: DeliveryKind;
  readonly number: string;
  readonly epguNumber: string | null;
  readonly appealKind: Kind;
  readonly registeredOn: PlainDate;
  readonly queuedAt: Date;
  readonly text: string;
  readonly answerType: AnswerType | null;
  readonly postponedUntil: PlainDate | null;
  /** Of a comment: what the status of the appeal becomes; null: it stays. */
  readonly progress: Progress | null;
  /** To which a redirected or passed appeal goes. */
  readonly organization: string | null;
  readonly files: readonly ParcelFile[];
}

/** A picture of what the ОГ role makes. */
export interface EngagementFile extends ParcelFile {
  /** The name of the option that it shows; null: it is of the whole. */
  readonly of: string | null;
}

/** What the ОГ role makes, as the gateway gets it: its pictures are files. */
export interface EngagementParcel extends Omit<EngagementContent, 'pictures'> {
  readonly key: string;
  readonly kind: 'engagement';
  /** What is to be done in ПОС. */
  readonly task: TaskThere;
  readonly engagementKind: EngagementKind;
  readonly level: EngagementLevel;
  /** Ours: «ОГ-12». */
  readonly number: string;
  /** Of what is written, from 1. */
  readonly version: number;
  /** Where it stands; null: nowhere yet. */
  readonly address: string | null;
  readonly queuedAt: Date;
  readonly files: readonly EngagementFile[];
}

/** What becomes of a try. `detail`: in the carrier's own words. */
export type Carried =
  /** `address`: of the page, where the gateway names one. */
  | { readonly outcome: 'delivered'; readonly reference: string | null; readonly address?: string | null }
  /** The gateway has it; ПОС not yet. */
  | { readonly outcome: 'accepted'; readonly reference: string | null; readonly afterMs: number | null }
  | { readonly outcome: 'refused'; readonly trouble: Trouble; readonly detail: string | null }
  /** `ofCarrier`: it is no fault of this one, so the others need not try it now. */
  | {
      readonly outcome: 'waits';
      readonly trouble: Trouble;
      readonly detail: string | null;
      readonly afterMs: number | null;
      readonly ofCarrier: boolean;
    }
  /** Handed over whole, and no answer came. */
  | { readonly outcome: 'unknown'; readonly trouble: Trouble; readonly detail: string | null }
  /** What became of it could not be written down: it may be there, and is not sent again. */
  | { readonly outcome: 'unwritten' };

/** How a delivery ended by one carrier, as the journal keeps it. `detail`: personal data masked. */
export interface CarriedEnd {
  readonly carrier: Carrier;
  readonly state: ShipmentEnd;
  readonly delivery: DeliveryKind;
  readonly trouble: Trouble | null;
  readonly detail: string | null;
}

/** The gateway of ПОС. The same key twice is one delivery there. */
export interface Gateway {
  send(parcel: Parcel | EngagementParcel): Promise<Carried>;
  /** What has become of one that it has accepted. */
  ask(key: string): Promise<Carried>;
}

/** Whom an e-mail is for, and from which office. */
export interface MailParcel extends Parcel {
  readonly address: string;
  readonly office: { readonly name: string; readonly contacts: string };
}

/** E-mail to applicants. */
export interface Mailer {
  send(parcel: MailParcel): Promise<Carried>;
}

/** Null: the office has none. */
export interface Carriers {
  readonly gateway: Gateway | null;
  readonly mail: Mailer | null;
}
