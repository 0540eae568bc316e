import type { AnswerType } from '../../regulation/vocabulary';
import { keysOf } from '../../regulation/lists';
import { remembering } from './cells';

/**
 * The headings of ПОС' export («Выгрузка»). Their order differs between years, and a column may be missing; what is not here is named,
 * and left alone.
 */
export const TITLES = {
  number: 'Номер',
  epguNumber: 'Номер ЕПГУ',
  source: 'Источник',
  category: 'Категория',
  subcategory: 'Подкатегория',
  fact: 'Факт',
  cameTo: 'Организация, в которую поступило сообщение',
  standsAt: 'Организация, в которой находится сообщение',
  received: 'Дата поступления',
  planned: 'Дата планируемого завершения работ',
  finished: 'Дата фактического завершения работ',
  stage: 'Стадия',
  status: 'Статус',
  overdue: 'Просрочено',
  fastTrack: 'Фаст-трек',
  law: 'ФЗ',
  chosenLaw: 'Заявитель выбрал подачу по 59-ФЗ',
  decision: 'Тип решения',
  mark: 'Оценка ответа заявителем',
  repeated: 'Повторное рассмотрение',
  coordinator: 'ФИО координатора',
  executor: 'ФИО исполнителя',
  supervisor: 'ФИО руководителя',
  // ПОС itself does not export these; whoever adds them spares the office to fill them in by hand
  text: 'Текст',
  address: 'Адрес',
  settlement: 'Населённый пункт',
  latitude: 'Широта',
  longitude: 'Долгота',
} as const satisfies Record<string, string>;
export type Field = keyof typeof TITLES;
export const FIELDS = keysOf(TITLES);

const OPTIONAL: readonly Field[] = ['text', 'address', 'settlement', 'latitude', 'longitude'];
/** Nobody misses it in a file that lacks it. */
export const isOptional = (field: Field): boolean => OPTIONAL.includes(field);
/** An applicant may be named there: it goes into no chat, and into no workbook that does. */
export const isPersonal = (field: Field): boolean => field === 'text' || field === 'address';

/** In one case, with single spaces and without «ё»: for comparing. */
export const plainWords = (text: string): string =>
  text
    .replace(/[\s\u00a0]+/g, ' ')
    .trim()
    .toLowerCase()
    .replaceAll('ё', 'е');

export const YES = 'да';
export const NO = 'нет';

/** «59-ФЗ», «По 59 ФЗ», and «Да» in a column that asks so; anything else is a «Обычное сообщение». */
export const isOfLaw59 = (text: string): boolean => /(^|\D)59(\D|$)/.test(text) || plainWords(text) === YES;

const isLastStage = remembering((stage) => /^(заверш|закрыт)/.test(plainWords(stage)));
const isLastStatus = remembering((status) =>
  /^(ответ (направлен|отправлен)|(направлен|отправлен) ответ|заверш|закрыт|перенаправлен|передано по подведомственности|отозван|удален)/.test(
    plainWords(status),
  ),
);
/** Of «Стадия», else of «Статус»: nothing more is done there. */
export const isFinishedThere = (stage: string | null, status: string | null): boolean =>
  stage === null ? isLastStatus(status ?? '') : isLastStage(stage);

const REDIRECTED = /перенаправ|по подведомственн/;
/** Withdrawn by the applicant, deleted, refused by the moderators: nobody has answered. */
const CLOSED = /отозва|удален|аннулир|прекращ|без ответа|не принят|отклонено модератор/;
const ANSWERED = /ответ/;
/** ПОС says that it is over, and not how. */
const BARE_END = /^(заверш|закрыт|исполнен)[а-я]*$/;
/**
 * How it has ended there, of what ПОС calls finished; undefined: by an answer. Whatever has a type of decision was answered; a status
 * that speaks of neither an answer nor a redirect was closed.
 */
export function endThere(
  stage: string | null,
  status: string | null,
  decision: string | null,
): 'redirected' | 'closed' | undefined {
  const said = endOf([stage, status, decision].filter((words) => words !== null).join('; '));
  if (said !== null) return said;
  if (decision !== null || status === null) return undefined;
  return isTellingNoAnswer(status) ? 'closed' : undefined;
}
const endOf = remembering((words): 'redirected' | 'closed' | null => {
  const plain = plainWords(words);
  return REDIRECTED.test(plain) ? 'redirected' : CLOSED.test(plain) ? 'closed' : null;
});
const isTellingNoAnswer = remembering((status) => {
  const plain = plainWords(status);
  return !ANSWERED.test(plain) && !BARE_END.test(plain);
});

const ANSWERS: Readonly<Record<string, AnswerType>> = {
  решено: 'resolved',
  'не решено': 'not_resolved',
  отложено: 'postponed',
  отклонено: 'declined',
};
/** Of «Тип решения»; null: a type that the decree does not know. */
export const answerTypeOf = remembering((text: string): AnswerType | null => ANSWERS[plainWords(text)] ?? null);
