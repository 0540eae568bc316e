import type { DeliveryKind, SignatureMode } from './vocabulary';
import { isOneOf } from './lists';

/** By what a delivery leaves the house: into ПОС through its gateway, and to the applicant's own e-mail. */
export const CARRIERS = ['gateway', 'mail'] as const;
export type Carrier = (typeof CARRIERS)[number];

/**
 * waiting    not sent yet, or tried again later
 * sending    under way now
 * accepted   the gateway has it and has not said yet that ПОС has
 * delivered
 * refused    for good: trying again would be refused again
 * unknown    it may have arrived; nobody tries any more, so that nobody gets it many times
 * withdrawn  what it was about was taken back, or it was placed by hand
 */
export const SHIPMENT_STATES = [
  'waiting',
  'sending',
  'accepted',
  'delivered',
  'refused',
  'unknown',
  'withdrawn',
] as const;
export type ShipmentState = (typeof SHIPMENT_STATES)[number];

/** What is written down of a shipment: how it ended. */
const ENDS = ['delivered', 'refused', 'unknown'] as const satisfies readonly ShipmentState[];
export type ShipmentEnd = (typeof ENDS)[number];
export const isEnd = (state: ShipmentState): state is ShipmentEnd => isOneOf(ENDS, state);

/** The bot is at it still. */
const UNDER_WAY: readonly ShipmentState[] = ['waiting', 'sending', 'accepted'];
export const isUnderWay = (state: ShipmentState): boolean => UNDER_WAY.includes(state);

/** The applicant reads these; the others are for ПОС alone. A draft and a removal are a coordinator's own work there. */
const GOES_BY = {
  answer: CARRIERS,
  interim_answer: CARRIERS,
  redirect_notice: CARRIERS,
  extension_notice: CARRIERS,
  comment: ['gateway'],
  organization: ['gateway'],
  draft_entry: [],
  removal: [],
} as const satisfies Record<DeliveryKind, readonly Carrier[]>;

/** For these an appeal waits in `delivery`. */
export const AWAITED_DELIVERIES: readonly DeliveryKind[] = ['answer', 'interim_answer', 'redirect_notice'];

/** What is signed in ПОС, ПОС itself sends. */
const SIGNED: readonly DeliveryKind[] = ['answer', 'interim_answer'];

/** By which of the carriers that an office has a delivery of this kind goes. */
export const carriersOf = (
  kind: DeliveryKind,
  signatures: SignatureMode,
  atHand: readonly Carrier[],
): readonly Carrier[] =>
  signatures === 'mark' && SIGNED.includes(kind) ? [] : atHand.filter((carrier) => isOneOf(GOES_BY[kind], carrier));

/** How what waits in `delivery` fares by each carrier that it was given to. */
export type Carriage = Readonly<Partial<Record<Carrier, ShipmentState>>>;

/** ПОС has it, and so has the applicant's e-mail where there is an address (domain.md, «Отправлено»). */
export const isCarried = ({ gateway, mail }: Carriage): boolean =>
  gateway === 'delivered' && (mail === undefined || mail === 'delivered');

/** Something of it has left the house, or may have: it can't be taken back as if nobody had read it. */
const OUT: readonly ShipmentState[] = ['accepted', 'delivered', 'unknown'];
export const isOut = (state: ShipmentState | undefined): boolean => state !== undefined && OUT.includes(state);
export const hasLeft = ({ gateway, mail }: Carriage): boolean => isOut(gateway) || isOut(mail);

/**
 * Why a shipment waits or has failed; each has words in `card:carrier.trouble`.
 *
 * unreachable, silent, broken   no connection, no answer in time, a connection that broke
 * certificate                   TLS: its certificate is not trusted
 * login                         the mail server does not take our name and password
 * sender                        the mail server does not take MAIL_FROM
 * busy                          it asks to come again later (4xx of a mail server, 429, 503)
 * failing                       it is out of order (5xx of a gateway)
 * nonsense                      its answer is none that was agreed
 * moved                         it sends us elsewhere; that is never followed
 * address                       no e-mail address, or one that the mail server does not take
 * refused                       it refuses this one, for good
 * off                           the carrier is switched off now
 * fault                         a fault of ours
 */
export const TROUBLES = [
  'unreachable',
  'silent',
  'broken',
  'certificate',
  'login',
  'sender',
  'busy',
  'failing',
  'nonsense',
  'moved',
  'address',
  'refused',
  'off',
  'fault',
] as const;
export type Trouble = (typeof TROUBLES)[number];

const SECOND = 1_000;
const FIRST_WAIT = 15 * SECOND;
/** An outage of a day heals within so much after its end. */
const LONGEST_WAIT = 15 * 60 * SECOND;
/** However long it asks for. */
export const LONGEST_ASKED_MS = 3_600 * SECOND;

/** Until the next try after so many. @param asked Retry-After, in milliseconds */
export const waitAfter = (tries: number, asked: number | null): number =>
  asked === null
    ? Math.min(FIRST_WAIT * 2 ** Math.min(Math.max(0, tries - 1), 20), LONGEST_WAIT)
    : Math.min(Math.max(asked, SECOND), LONGEST_ASKED_MS);

/**
 * Until a letter of which nobody knows whether it arrived is sent once more: a server that is slow to confirm is given the time to
 * recover, or the applicant would have all copies within a minute. @param sends at least 1
 */
export const waitAfterUnknown = (sends: number): number => (sends === 1 ? LONGEST_WAIT : LONGEST_ASKED_MS);

/** A mail server that puts one letter off for so long never takes it: mail servers themselves give up then. */
export const PUT_OFF_AT_MOST_MS = 5 * 24 * 3_600 * SECOND;
/** After so many sends of which nobody knows whether they arrived there is no other: the applicant would get as many letters. */
export const UNKNOWN_AT_MOST = 3;
