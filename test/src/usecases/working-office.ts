import { TATARSTAN } from '../../../src/regulation/district';
import { loadCalendar } from '../../../src/adapters/calendars';
import type { Clock } from '../../../src/clock';
import { statement, DATABASE, databaseOf, type Database } from '../../../src/database/database';
import { toPlainDate } from '../../../src/regulation/calendar';
import type { Actor } from '../../../src/regulation/facts';
import type { Action, Kind, Role, Stage } from '../../../src/regulation/vocabulary';
import { APPEALS_NAMED } from '../../../src/usecases/appeals/pending';
import { perform, type PerformResult, type PerformRequest } from '../../../src/usecases/acts/perform';
import { openForm } from '../../../src/usecases/kit/form-store';
import { registerAppeals } from '../../../src/usecases/intake/register-appeals';
import { officialById } from '../../../src/usecases/kit/officials';
import { type Desk, type Office } from '../../../src/usecases/kit/ports';
import { freshDatabase, type FreshDatabase } from '../../support/database';

export const day = toPlainDate;
/** «2026-11-25 10:00» by Moscow's clock. */
export const msk = (text: string) => new Date(`${text.replace(' ', 'T')}+03:00`);
export const MORNING = msk('2026-11-25 10:00');

/** Everybody of the office, by what they are in these tests; each has a phone of their own. */
const STAFF = {
  coordinator: { roles: ['coordinator'] },
  coordinator2: { roles: ['coordinator'] },
  executor: { roles: ['executor'] },
  executor2: { roles: ['executor'] },
  agreeing: { roles: ['supervisor'] },
  agreeing2: { roles: ['supervisor'] },
  approving: { roles: ['supervisor'], canApprove: true },
  approving2: { roles: ['supervisor'], canApprove: true },
  curator: { roles: ['curator'] },
  admin: { roles: ['admin'] },
  roadworker: { roles: ['executor'], organization: 'roads' },
  deputy: { roles: ['executor'] },
  /** Приложение 2 has people with every role. */
  everything: { roles: ['admin', 'supervisor', 'curator', 'executor'], canApprove: true },
  stranger: { roles: [] },
} as const satisfies Record<string, { roles: readonly Role[]; canApprove?: boolean; organization?: OrganizationName }>;
export type PersonName = keyof typeof STAFF;
export const EVERYBODY = Object.keys(STAFF) as PersonName[];

/** `roads` has its own people in the bot, `water` has not; `highways` is outside. */
const ORGANIZATIONS = { roads: 'subordinate', water: 'subordinate', highways: 'outside' } as const;
export type OrganizationName = keyof typeof ORGANIZATIONS;

export interface WorkingOffice {
  readonly fresh: FreshDatabase;
  readonly desk: Desk;
  readonly people: Readonly<Record<PersonName, number>>;
  readonly organizations: Readonly<Record<OrganizationName, number>>;
  readonly rows: <Row = Record<string, any>>(sql: string, values?: readonly unknown[]) => Promise<Row[]>;
  readonly nameOf: (id: number | null) => PersonName | null;
  readonly setTime: (now: Date) => void;
  readonly actor: (name: PersonName) => Promise<Actor>;
  /** Registers an appeal; nobody has a card of it. */
  readonly register: (kind?: Kind) => Promise<number>;
  readonly version: (appealId: number) => Promise<number>;
  readonly stage: (appealId: number) => Promise<Stage>;
  /** A filled form, as the chat leaves it before its last press. */
  readonly fill: (
    who: PersonName,
    action: Action,
    appealId: number,
    version: number,
    answers: Record<string, unknown>,
    files?: Files,
  ) => Promise<number>;
  /** One act by one person, its form filled; the version is the current one. */
  readonly act: (
    who: PersonName,
    action: Action,
    appealId: number,
    answers?: Record<string, unknown>,
    files?: Files,
  ) => Promise<PerformResult>;
  /** The same, and it must succeed. */
  readonly must: (
    who: PersonName,
    action: Action,
    appealId: number,
    answers?: Record<string, unknown>,
    files?: Files,
  ) => Promise<Extract<PerformResult, { ok: true }>>;
}
export interface Files {
  readonly photos?: number;
  readonly documents?: number;
}

interface Pressed {
  readonly presser: Actor;
  readonly action: Action;
  readonly appealId: number;
  readonly seenVersion: number;
  /** Null: a button of the card. */
  readonly formId: number | null;
}

/** A press that is a transaction of its own, as `startAct` makes one. */
export function performed(desk: Desk, { formId, ...press }: Pressed): Promise<PerformResult> {
  const request: PerformRequest =
    formId === null ? { kind: 'card', ...press } : { kind: 'form', ...press, formId, compared: null };
  return databaseOf(desk).transaction((tx) => perform(tx, desk, request));
}

/** A good signature of the present version for a form that has a file. */
const signed = `with issued as (
    insert into letter (draft_id, signer_id, names_applicant, is_draft, appeals_named, sha256, issued_at)
    select a.draft_id, $2, false, false, ${APPEALS_NAMED}, 'letter', $3 from appeal a join form f on f.appeal_id = a.id where f.id = $1 and a.draft_id is not null
    on conflict (draft_id, coalesce(signer_id, 0), names_applicant, is_draft, appeals_named) do update set issued_at = excluded.issued_at returning id)
  insert into signature (letter_id, attachment_id, level, form, algorithm, hashes, serial, subject, issuer, valid_from, valid_to, chain,
    revocation, told_by, checked_at)
  select issued.id, t.id, 'qualified', 'detached', 'gost256', '{}', '7e', 'Владелец', 'Центр', $3, $3, '[]', '[]', 'snils', $3
  from issued, attachment t where t.form_id = $1`;

let appeals = 0;
let messages = 0;

type OfficeOptions = Partial<Pick<Office, 'fourEyes' | 'signatures' | 'carriers'>>;

export const deskOf = (database: Database, clock: Clock, options: OfficeOptions = {}): Desk => {
  const calendar = loadCalendar({ zone: 'Europe/Moscow', opensAt: 8 * 60, closesAt: 17 * 60 });
  return {
    [DATABASE]: database,
    clock,
    office: {
      calendar: () => calendar,
      shares: { coordination: 0.1, assigned: 0.1, in_progress: 0.6, answer_agreement: 0.1, answer_approval: 0.1 },
      district: TATARSTAN,
      fourEyes: options.fourEyes ?? 'warn',
      carriers: options.carriers ?? [],
      personalDataInChat: 'never',
      contacts: { numbers: [], mails: [] },
      signatures: options.signatures ?? 'mark',
    },
  };
};

export async function openOffice(options: OfficeOptions = {}): Promise<WorkingOffice> {
  const fresh = await freshDatabase();
  const { database } = fresh;
  let now = MORNING;
  const desk = deskOf(database, { now: () => now }, options);
  const rows = <Row>(sql: string, values: readonly unknown[] = []) =>
    database.query<Row>(statement(`test.${hash(sql)}`, sql), values);

  // An admin has confirmed the shares, so whoever is late by them is named.
  await rows(`insert into setting (key, value) values ('stage_shares', $1)`, [JSON.stringify(desk.office.shares)]);
  const organizations = {} as Record<OrganizationName, number>;
  for (const [name, kind] of Object.entries(ORGANIZATIONS) as [OrganizationName, string][]) {
    organizations[name] = (
      await rows<{ id: number }>('insert into organization (name, kind) values ($1, $2) returning id', [name, kind])
    )[0]!.id;
  }
  const people = {} as Record<PersonName, number>;
  for (const [index, name] of EVERYBODY.entries()) {
    const {
      roles,
      canApprove = false,
      organization,
    }: { roles: readonly Role[]; canApprove?: boolean; organization?: OrganizationName } = STAFF[name];
    people[name] = (
      await rows<{ id: number }>(
        `with hired as (
           insert into person (name, roles, can_approve, organization_id) values ($1, $2, $3, $4) returning id
         )
         insert into account (person_id, messenger, user_id, chat_id) select id, 'telegram', $5, $5 from hired
         returning person_id as id`,
        [
          name,
          roles,
          canApprove,
          organization === undefined ? null : organizations[organization],
          String(1001 + index),
        ],
      )
    )[0]!.id;
  }
  const nameOf = (id: number | null) => EVERYBODY.find((name) => people[name] === id) ?? null;

  const actor = async (name: PersonName): Promise<Actor> => {
    const official = await officialById(desk, people[name]);
    if (!official) throw new Error(`${name} is not in the office`);
    return official;
  };
  const register = async (kind: Kind = 'message') => {
    appeals += 1;
    const [registered] = await registerAppeals(
      desk,
      [{ number: `TEST-${appeals}`, kind, registeredAt: now }],
      'sample',
    );
    return registered!.id;
  };
  const version = async (appealId: number) =>
    (await rows<{ version: number }>('select version from appeal where id = $1', [appealId]))[0]!.version;
  const stage = async (appealId: number) =>
    (await rows<{ stage: Stage }>('select stage from appeal where id = $1', [appealId]))[0]!.stage;

  const fill: WorkingOffice['fill'] = async (
    who,
    action,
    appealId,
    seen,
    answers,
    { photos = 0, documents = 0 } = {},
  ) => {
    const form = await database.transaction((tx) =>
      openForm(
        tx,
        {
          personId: people[who],
          subject: action,
          appealId,
          version: seen,
          answers,
          messageRef: null,
        },
        now,
      ),
    );
    for (const [index, kind] of [
      ...Array<string>(photos).fill('photo'),
      ...Array<string>(documents).fill('document'),
    ].entries()) {
      messages += 1;
      await rows(
        `insert into attachment (form_id, origin, kind, compressed, size, sha256, messenger, file_ref, message_ref, uploaded_by_id, received_at)
         values ($1, 'official', $2, false, 1, $3, 'telegram', $3, $5, $4, $6)`,
        [form.id, kind, `file-${form.id}-${index}`, people[who], `chat/${messages}`, now],
      );
    }
    if (action === 'approveAnswer' && documents > 0) await rows(signed, [form.id, people[who], now]);
    return form.id;
  };
  const act: WorkingOffice['act'] = async (who, action, appealId, answers, files) => {
    const seenVersion = await version(appealId);
    const formId =
      answers === undefined && files === undefined
        ? null
        : await fill(who, action, appealId, seenVersion, answers ?? {}, files);
    return performed(desk, { presser: await actor(who), action, appealId, seenVersion, formId });
  };
  const must: WorkingOffice['must'] = async (...press) => {
    const result = await act(...press);
    if (!result.ok) throw new Error(`${press[0]} may not ${press[1]}: ${result.refusal} at ${result.ask}`);
    return result;
  };
  return {
    fresh,
    desk,
    people,
    organizations,
    rows,
    nameOf,
    setTime: (time) => {
      now = time;
    },
    actor,
    register,
    version,
    stage,
    fill,
    act,
    must,
  };
}

/** Statements have names; these have none of their own. */
function hash(text: string): string {
  let sum = 0;
  for (const char of text) sum = (Math.imul(sum, 31) + char.charCodeAt(0)) | 0;
  return `${(sum >>> 0).toString(36)}-${text.length}`;
}
