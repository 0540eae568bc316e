import type { AnswerType } from '../../regulation/vocabulary';
import { remembering } from './cells';

/**
 * The headings of ПОС' export («Выгрузка»), as they are once `plainWords` has made them alike. Their order differs between years, and
 * a column may be missing; what is not here is left alone.
 */
export const HEADINGS = {
  number: 'номер',
  epguNumber: 'номер епгу',
  source: 'источник',
  category: 'категория',
  subcategory: 'подкатегория',
  fact: 'факт',
  cameTo: 'организация, в которую поступило сообщение',
  standsAt: 'организация, в которой находится сообщение',
  received: 'дата поступления',
  planned: 'дата планируемого завершения работ',
  finished: 'дата фактического завершения работ',
  stage: 'стадия',
  status: 'статус',
  overdue: 'просрочено',
  fastTrack: 'фаст-трек',
  law: 'фз',
  chosenLaw: 'заявитель выбрал подачу по 59-фз',
  decision: 'тип решения',
  mark: 'оценка ответа заявителем',
  repeated: 'повторное рассмотрение',
  coordinator: 'фио координатора',
  executor: 'фио исполнителя',
  supervisor: 'фио руководителя',
} as const satisfies Record<string, string>;
export type Field = keyof typeof HEADINGS;

/** Without these there is nothing to register. As people are told of them. */
export const REQUIRED = { number: 'Номер', received: 'Дата поступления' } as const satisfies Partial<
  Record<Field, string>
>;

/** In one case, with single spaces and without «ё»: for comparing. */
export const plainWords = (text: string): string =>
  text
    .replace(/[\s\u00a0]+/g, ' ')
    .trim()
    .toLowerCase()
    .replaceAll('ё', 'е');

export const YES = 'да';
export const NO = 'нет';

/** «59-ФЗ», «По 59 ФЗ» and the like; anything else is a «Обычное сообщение». */
export const isOfLaw59 = (text: string): boolean => /(^|\D)59(\D|$)/.test(text);

const isLastStage = remembering((stage) => /^(заверш|закрыт)/.test(plainWords(stage)));
const isLastStatus = remembering((status) =>
  /^(ответ (направлен|отправлен)|(направлен|отправлен) ответ|заверш|закрыт)/.test(plainWords(status)),
);
/** Of «Стадия», else of «Статус»: the applicant has the answer. */
export const isFinishedThere = (stage: string | null, status: string | null): boolean =>
  stage === null ? isLastStatus(status ?? '') : isLastStage(stage);

const ANSWERS: Readonly<Record<string, AnswerType>> = {
  решено: 'resolved',
  'не решено': 'not_resolved',
  отложено: 'postponed',
  отклонено: 'declined',
};
/** Of «Тип решения»; null: a type that the decree does not know. */
export const answerTypeOf = remembering((text: string): AnswerType | null => ANSWERS[plainWords(text)] ?? null);
