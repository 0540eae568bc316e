import { keysOf } from './regulation/lists';
import i18next, { type i18n, type TFunction } from 'i18next';
import ruAccount from '../locales/ru/account.json';
import ruAppeal from '../locales/ru/appeal.json';
import ruApplicant from '../locales/ru/applicant.json';
import ruBackup from '../locales/ru/backup.json';
import ruCalendar from '../locales/ru/calendar.json';
import ruCard from '../locales/ru/card.json';
import ruChange from '../locales/ru/change.json';
import ruCommon from '../locales/ru/common.json';
import ruConfig from '../locales/ru/config.json';
import ruDigest from '../locales/ru/digest.json';
import ruDone from '../locales/ru/done.json';
import ruEngagement from '../locales/ru/engagement.json';
import ruEvidence from '../locales/ru/evidence.json';
import ruFolder from '../locales/ru/folder.json';
import ruForm from '../locales/ru/form.json';
import ruHistory from '../locales/ru/history.json';
import ruIntake from '../locales/ru/intake.json';
import ruJournal from '../locales/ru/journal.json';
import ruLate from '../locales/ru/late.json';
import ruLetter from '../locales/ru/letter.json';
import ruLine from '../locales/ru/line.json';
import ruList from '../locales/ru/list.json';
import ruMail from '../locales/ru/mail.json';
import ruNag from '../locales/ru/nag.json';
import ruNotice from '../locales/ru/notice.json';
import ruPeople from '../locales/ru/people.json';
import ruPhoto from '../locales/ru/photo.json';
import ruReconcile from '../locales/ru/reconcile.json';
import ruRefusal from '../locales/ru/refusal.json';
import ruRegister from '../locales/ru/register.json';
import ruSetup from '../locales/ru/setup.json';
import ruSignature from '../locales/ru/signature.json';
import ruRegistry from '../locales/ru/registry.json';
import ruResults from '../locales/ru/results.json';
import ruReview from '../locales/ru/review.json';
import ruStatistics from '../locales/ru/statistics.json';
import ruTrial from '../locales/ru/trial.json';
import ruTable from '../locales/ru/table.json';
import ruWidget from '../locales/ru/widget.json';
import ruViolation from '../locales/ru/violation.json';
import ttAccount from '../locales/tt/account.json';
import ttAppeal from '../locales/tt/appeal.json';
import ttApplicant from '../locales/tt/applicant.json';
import ttBackup from '../locales/tt/backup.json';
import ttCalendar from '../locales/tt/calendar.json';
import ttCard from '../locales/tt/card.json';
import ttChange from '../locales/tt/change.json';
import ttCommon from '../locales/tt/common.json';
import ttConfig from '../locales/tt/config.json';
import ttDigest from '../locales/tt/digest.json';
import ttDone from '../locales/tt/done.json';
import ttEngagement from '../locales/tt/engagement.json';
import ttEvidence from '../locales/tt/evidence.json';
import ttFolder from '../locales/tt/folder.json';
import ttForm from '../locales/tt/form.json';
import ttHistory from '../locales/tt/history.json';
import ttIntake from '../locales/tt/intake.json';
import ttJournal from '../locales/tt/journal.json';
import ttLate from '../locales/tt/late.json';
import ttLetter from '../locales/tt/letter.json';
import ttLine from '../locales/tt/line.json';
import ttList from '../locales/tt/list.json';
import ttMail from '../locales/tt/mail.json';
import ttNag from '../locales/tt/nag.json';
import ttNotice from '../locales/tt/notice.json';
import ttPeople from '../locales/tt/people.json';
import ttPhoto from '../locales/tt/photo.json';
import ttReconcile from '../locales/tt/reconcile.json';
import ttRefusal from '../locales/tt/refusal.json';
import ttRegister from '../locales/tt/register.json';
import ttSetup from '../locales/tt/setup.json';
import ttSignature from '../locales/tt/signature.json';
import ttRegistry from '../locales/tt/registry.json';
import ttResults from '../locales/tt/results.json';
import ttReview from '../locales/tt/review.json';
import ttStatistics from '../locales/tt/statistics.json';
import ttTrial from '../locales/tt/trial.json';
import ttTable from '../locales/tt/table.json';
import ttWidget from '../locales/tt/widget.json';
import ttViolation from '../locales/tt/violation.json';
import endings from '../locales/tatar-endings.json';

export const LOCALES = ['ru', 'tt'] as const;
export type Locale = (typeof LOCALES)[number];

/** Russian is the source of keys; the compiler checks every use against it, a test checks Tatar against it. */
const ru = {
  account: ruAccount,
  appeal: ruAppeal,
  applicant: ruApplicant,
  backup: ruBackup,
  calendar: ruCalendar,
  card: ruCard,
  change: ruChange,
  common: ruCommon,
  config: ruConfig,
  digest: ruDigest,
  done: ruDone,
  engagement: ruEngagement,
  evidence: ruEvidence,
  folder: ruFolder,
  form: ruForm,
  history: ruHistory,
  intake: ruIntake,
  journal: ruJournal,
  late: ruLate,
  letter: ruLetter,
  line: ruLine,
  list: ruList,
  mail: ruMail,
  nag: ruNag,
  notice: ruNotice,
  people: ruPeople,
  photo: ruPhoto,
  refusal: ruRefusal,
  register: ruRegister,
  setup: ruSetup,
  signature: ruSignature,
  reconcile: ruReconcile,
  registry: ruRegistry,
  results: ruResults,
  review: ruReview,
  statistics: ruStatistics,
  trial: ruTrial,
  table: ruTable,
  widget: ruWidget,
  violation: ruViolation,
};
const tt = {
  account: ttAccount,
  appeal: ttAppeal,
  applicant: ttApplicant,
  backup: ttBackup,
  calendar: ttCalendar,
  card: ttCard,
  change: ttChange,
  common: ttCommon,
  config: ttConfig,
  digest: ttDigest,
  done: ttDone,
  engagement: ttEngagement,
  evidence: ttEvidence,
  folder: ttFolder,
  form: ttForm,
  history: ttHistory,
  intake: ttIntake,
  journal: ttJournal,
  late: ttLate,
  letter: ttLetter,
  line: ttLine,
  list: ttList,
  mail: ttMail,
  nag: ttNag,
  notice: ttNotice,
  people: ttPeople,
  photo: ttPhoto,
  refusal: ttRefusal,
  register: ttRegister,
  setup: ttSetup,
  signature: ttSignature,
  reconcile: ttReconcile,
  registry: ttRegistry,
  results: ttResults,
  review: ttReview,
  statistics: ttStatistics,
  trial: ttTrial,
  table: ttTable,
  widget: ttWidget,
  violation: ttViolation,
};

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof ru;
    returnNull: false;
  }
}

type Namespaces = readonly (keyof typeof ru)[];
const namespaces = keysOf(ru);
export type Translate = TFunction<Namespaces>;

/** The same words in two dresses: values are escaped for a message in HTML, and left alone for a button, a toast, a file. */
export interface Words {
  readonly locale: Locale;
  readonly html: Translate;
  readonly plain: Translate;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Telegram's HTML knows these four named entities and no others. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);

/**
 * «30.11» → «30.11гә»: digits with the suffix of the Tatar dative, as «кадәр» asks for it. The word that is read last decides, its
 * vowels and its last consonant: унбер → унбергә, утыз → утызга, кырык → кырыкка. What ends with no digit is left as it is.
 */
export function inDative(text: string): string {
  const [digits] = /\d+$/.exec(text) ?? [];
  if (digits === undefined) return text;
  const [unit, ten] = [Number(digits.at(-1)), Number(digits.at(-2) ?? 0)];
  const { units, tens, round } = endings.dative;
  const ending = unit > 0 ? units[unit] : ten > 0 ? tens[ten] : round;
  return text + (ending ?? round);
}

/** «6» → «6нчы», «7» → «7нче»: the ordinal follows the dative, алты → алтыга, алтынчы. What ends with no digit is left as it is. */
export function inOrdinal(text: string): string {
  const ordinals: Readonly<Record<string, string>> = endings.ordinal;
  return text + (ordinals[inDative(text).slice(text.length)] ?? '');
}

/** Within a sentence: «Утверждено» → «утверждено», «Координатор» → «координатор»; «ОГ» stays as it is. */
export const inSentence = (text: string): string =>
  text === text.toUpperCase() ? text : text.charAt(0).toLowerCase() + text.slice(1);

const NO_BREAK = '\u00a0';
/** «№ 12», «п. 2», «20 МБ», «80 %», «190 м»: what a line must not end between. */
const KEPT_TOGETHER =
  /(?<=№|(?<!\p{L})(?:п|ч|ст)\.) (?=\d|\{\{)|(?<=\d|\}\}) (?=[КМГ]Б|%|(?:Б|км|м|мин|дн|нед)(?!\p{L}))/gu;

/** What stands in quotation marks has others within: «Ждут документы от «АО «Водоканал»»» has two ends and one beginning. */
export const asInner = (text: string): string => text.replaceAll('«', '„').replaceAll('»', '“');

/** «{{name}}» → «{{name, inner}}»: a value that a template quotes brings no second pair of the same marks. */
function quotingInner(template: string): string {
  let depth = 0;
  return template.replace(/[«»]|\{\{([^{}]*)\}\}/gu, (found, named?: string) => {
    if (named === undefined) depth = Math.max(0, depth + (found === '«' ? 1 : -1));
    return named === undefined || depth === 0 ? found : `{{${named}, inner}}`;
  });
}

type Texts = { readonly [key: string]: string | Texts };

const each = (texts: Texts, made: (template: string) => string): Texts =>
  Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [key, typeof text === 'string' ? made(text) : each(text, made)]),
  );
const asWritten = { ru: each(ru, quotingInner), tt: each(tt, quotingInner) };
/** The templates themselves, before any value is in them: what people have written stays byte by byte. */
const typeset = (texts: Texts): Texts => each(texts, (template) => template.replace(KEPT_TOGETHER, NO_BREAK));

function instance(escapeValue: boolean, resources: { readonly ru: Texts; readonly tt: Texts } = asWritten): i18n {
  const it = i18next.createInstance();
  void it.init({
    lng: 'ru',
    fallbackLng: 'ru',
    supportedLngs: LOCALES,
    ns: namespaces,
    defaultNS: 'common',
    resources,
    initAsync: false,
    interpolation: { escapeValue, escape: escapeHtml },
  });
  it.services.formatter?.add('dative', (value: unknown) => inDative(String(value)));
  it.services.formatter?.add('ordinal', (value: unknown) => inOrdinal(String(value)));
  it.services.formatter?.add('inner', (value: unknown) => asInner(String(value)));
  it.services.formatter?.add('lower', (value: unknown) => inSentence(String(value)));
  return it;
}

/**
 * As `getFixedT`, at half its price (i18next 26 copies all its options with every call): a text without values is looked up once, and
 * one with values goes straight to `t`.
 */
function translating(it: i18n, locale: Locale): Translate {
  const known = new Map<string, string>();
  const ask = (key: string, values?: object): string => {
    const text: unknown = Reflect.apply(it.t, it, [key, { ...values, lng: locale, ns: namespaces }]);
    return String(text);
  };
  const translate = (key: string, values?: object): string => {
    if (values !== undefined) return ask(key, values);
    const text = known.get(key) ?? ask(key);
    known.set(key, text);
    return text;
  };
  // i18next's own type of such a function has a brand that nobody else can give
  return translate as Translate;
}

/** Words of each language, made when they are first asked for. */
function kept(html: i18n, plain: i18n): (locale: Locale) => Words {
  const known = new Map<Locale, Words>();
  return (locale) => {
    const words = known.get(locale) ?? {
      locale,
      html: translating(html, locale),
      plain: translating(plain, locale),
    };
    known.set(locale, words);
    return words;
  };
}

const asIs = instance(false);

/** All words of one language as they are written; cheap to call again. */
export const wordsOf = kept(instance(true), asIs);

/**
 * The same for a conversation: what is said in HTML is read in narrow lines, and keeps numbers and units together. Buttons, toasts, names of
 * files, tables, letters, and whatever is copied or compared are `plain`, and have ordinary spaces.
 */
export const spokenWordsOf = kept(instance(true, { ru: typeset(asWritten.ru), tt: typeset(asWritten.tt) }), asIs);
