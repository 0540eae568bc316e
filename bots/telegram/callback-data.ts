import { z } from 'zod';
import type { AppealList } from '../../src/regulation/rights';
import { ACTIONS, type Action } from '../../src/regulation/vocabulary';
import { SNOOZES, type Snooze } from '../../src/usecases/nags/snooze';

/** Telegram rejects a button whose callback_data exceeds 64 bytes; ours stay near 30. */
const MAX_BYTES = 64;

/** Lists of appeals; wire codes are append-only, as messages already sent keep them. */
export const LISTS = {
  mine: 'm',
  coordination: 'c',
  agreement: 'g',
  approval: 'a',
  overdue: 'o',
  soon: 's',
  organizations: 'w',
  placing: 'p',
  found: 'f',
} as const satisfies Record<AppealList, string>;

/** What a button of a form does; the form's revision makes a second tap harmless. */
const FORM_MOVES = { pick: 'p', done: 'd', cancel: 'c', back: 'b', page: 'g', month: 'm', other: 'o' } as const;
export type FormMove = keyof typeof FORM_MOVES;

/** Identity, never a right and never text: rights are checked at every press, by the regulation. */
export type CallbackData =
  | { readonly kind: 'act'; readonly action: Action; readonly appealId: number; readonly version: number }
  | { readonly kind: 'open'; readonly appealId: number }
  | { readonly kind: 'history' | 'ahead'; readonly appealId: number; readonly page: number }
  | { readonly kind: 'files' | 'contacts' | 'difference' | 'card'; readonly appealId: number }
  | { readonly kind: 'list'; readonly list: AppealList; readonly page: number }
  | {
      readonly kind: 'form';
      readonly formId: number;
      readonly revision: number;
      readonly move: FormMove;
      readonly value: string;
    }
  | { readonly kind: 'place' | 'deliveryFiles' | 'delivery'; readonly deliveryId: number }
  /** Of a message of nags: its first reminder. */
  | { readonly kind: 'snooze'; readonly reminderId: number; readonly snooze: Snooze }
  | { readonly kind: 'menu' | 'register' | 'find' | 'report' | 'nothing' }
  /** Screens of people and administration: a section and what it is about. */
  | { readonly kind: 'people'; readonly section: string; readonly about: readonly string[] };

const SINGLE = { open: 'o', files: 'f', contacts: 'c', difference: 'd', card: 'k' } as const;
const PAGED = { history: 'h', ahead: 'v' } as const;
const DELIVERY = { place: 'y', deliveryFiles: 'z', delivery: 'e' } as const;
const ALONE = { menu: 'm', register: 'r', find: 's', report: 't', nothing: 'n' } as const;

function inverse<Name extends string>(codes: Readonly<Record<Name, string>>): ReadonlyMap<string, Name> {
  const map = new Map((Object.entries(codes) as [Name, string][]).map(([name, code]) => [code, name]));
  if (map.size !== Object.keys(codes).length)
    throw new Error(`Two wire codes are the same: ${Object.values(codes).join(' ')}`);
  return map;
}
const oneOf = <Name extends string>(codes: Readonly<Record<Name, string>>) => {
  const names = inverse(codes);
  return z.string().transform((code, context) => {
    const name = names.get(code);
    if (name === undefined) context.addIssue({ code: 'custom', message: `unknown code ${code}` });
    return name ?? z.NEVER;
  });
};
/** Ids are PostgreSQL's integers: a forged larger one would be its error instead of our answer. */
const LARGEST = 2_147_483_647;
const number36 = z
  .string()
  .regex(/^[0-9a-z]{1,7}$/)
  .transform((text) => parseInt(text, 36))
  .refine((number) => number <= LARGEST);

const wire = z.union([
  z
    .tuple([z.literal('a'), oneOf(ACTIONS), number36, number36])
    .transform(([, action, appealId, version]): CallbackData => ({ kind: 'act', action, appealId, version })),
  z
    .tuple([oneOf(PAGED), number36, number36])
    .transform(([kind, appealId, page]): CallbackData => ({ kind, appealId, page })),
  z
    .tuple([z.literal('l'), oneOf(LISTS), number36])
    .transform(([, list, page]): CallbackData => ({ kind: 'list', list, page })),
  z
    .tuple([z.literal('w'), oneOf(SNOOZES), number36])
    .transform(([, snooze, reminderId]): CallbackData => ({ kind: 'snooze', snooze, reminderId })),
  z
    .tuple([z.literal('q'), number36, number36, oneOf(FORM_MOVES), z.string()])
    .transform(([, formId, revision, move, value]): CallbackData => ({ kind: 'form', formId, revision, move, value })),
  z.tuple([oneOf(SINGLE), number36]).transform(([kind, appealId]): CallbackData => ({ kind, appealId })),
  z.tuple([oneOf(DELIVERY), number36]).transform(([kind, deliveryId]): CallbackData => ({ kind, deliveryId })),
  z.tuple([oneOf(ALONE)]).transform(([kind]): CallbackData => ({ kind })),
  z
    .tuple([z.literal('x'), z.string()], z.string())
    .transform(([, section, ...about]): CallbackData => ({ kind: 'people', section, about })),
]);

/** @throws RangeError for what Telegram would refuse: a developer's mistake, found by the table test */
export function encode(data: CallbackData): string {
  const text = fields(data).join(':');
  if (Buffer.byteLength(text) > MAX_BYTES) throw new RangeError(`callback_data is over ${MAX_BYTES} bytes: ${text}`);
  return text;
}

/** null: a button of an older release, or a forged one. The caller says «Кнопка устарела». */
export function decode(text: string): CallbackData | null {
  const parsed = wire.safeParse(text.split(':'));
  return parsed.success ? parsed.data : null;
}

function fields(data: CallbackData): string[] {
  switch (data.kind) {
    case 'act':
      return ['a', ACTIONS[data.action], data.appealId.toString(36), data.version.toString(36)];
    case 'history':
    case 'ahead':
      return [PAGED[data.kind], data.appealId.toString(36), data.page.toString(36)];
    case 'list':
      return ['l', LISTS[data.list], data.page.toString(36)];
    case 'snooze':
      return ['w', SNOOZES[data.snooze], data.reminderId.toString(36)];
    case 'form':
      return ['q', data.formId.toString(36), data.revision.toString(36), FORM_MOVES[data.move], data.value];
    case 'open':
    case 'files':
    case 'contacts':
    case 'difference':
    case 'card':
      return [SINGLE[data.kind], data.appealId.toString(36)];
    case 'place':
    case 'deliveryFiles':
    case 'delivery':
      return [DELIVERY[data.kind], data.deliveryId.toString(36)];
    case 'menu':
    case 'register':
    case 'find':
    case 'report':
    case 'nothing':
      return [ALONE[data.kind]];
    case 'people':
      return ['x', data.section, ...data.about];
  }
}
