/** @import { Step } from './shapes.d.ts' */

/**
 * The life of a simple appeal, step by step. Texts are `scenario.<id>.title` and `.text`; `role` names whom to be.
 * `press`: captions to press, exact as the bot writes them. A step is `done` when one of its conditions holds, of which each is something that
 * is to be seen: what is not there may only not have come yet, or stand behind a history that somebody has opened. `button`: a card of the
 * appeal offers this, or did; `stage`: a card says that it is there; `gone` and `beside`: a message that offered the one now offers the other without it;
 * `photo`: somebody sent one.
 */
export const steps = /** @type {readonly Step[]} */ ([
  { id: 'start', role: 'anyone', action: 'startEverybody', done: [{ everybodyStarted: true }] },
  { id: 'register', role: 'system', action: 'register', done: [{ button: 'Назначить исполнителя' }] },
  { id: 'assign', role: 'coordinator', press: ['Назначить исполнителя'], done: [{ button: 'Взять в работу' }] },
  { id: 'take', role: 'executor', press: ['Взять в работу'], done: [{ button: 'Ответ на согласование' }] },
  { id: 'report', role: 'executor', press: ['Доложить руководителю'], done: [{ button: 'Принято' }] },
  { id: 'accept', role: 'supervisor', press: ['Принято'], done: [{ gone: 'Принято', beside: 'Дать указание' }] },
  {
    id: 'photo',
    role: 'executor',
    press: ['Комментарий и фото', 'Готово'],
    done: [{ photo: true, button: 'Размещено' }],
  },
  {
    id: 'answer',
    role: 'executor',
    press: ['Ответ на согласование', 'Решено', 'Добавить прежние', 'Готово'],
    done: [{ button: 'Согласовать' }],
  },
  { id: 'agree', role: 'supervisor', press: ['Согласовать'], done: [{ button: 'Внесено в ПОС' }] },
  { id: 'enter', role: 'coordinator', press: ['Внесено в ПОС'], done: [{ button: 'Утвердить' }] },
  {
    id: 'approve',
    role: 'approver',
    press: ['Утвердить', 'Как внесено, УКЭП'],
    done: [{ stage: 'Ответ направлен' }, { stage: 'На отправке' }],
  },
  { id: 'publish', role: 'executor', press: ['Размещено'], done: [{ gone: 'Размещено', beside: 'Открыть обращение' }] },
]);

/** The same of people whose bot speaks Tatar. */
/** @type {Record<string, string>} */
const tatar = {
  'Назначить исполнителя': 'Башкаручыны билгеләү',
  'Взять в работу': 'Эшкә алу',
  'Доложить руководителю': 'Җитәкчегә хәбәр итү',
  Принято: 'Кабул ителде',
  'Комментарий и фото': 'Комментарий һәм фото',
  'Ответ на согласование': 'Җавапны килештерүгә',
  Решено: 'Хәл ителде',
  'Добавить прежние': 'Элеккеләрен өстәү',
  Готово: 'Әзер',
  Согласовать: 'Килештерү',
  'Внесено в ПОС': 'ПОСка кертелде',
  Утвердить: 'Раслау',
  'Как внесено, УКЭП': 'Кертелгәнчә, УКЭП',
  Размещено: 'Урнаштырылды',
  'Дать указание': 'Күрсәтмә бирү',
  'Открыть обращение': 'Мөрәҗәгатьне ачу',
  'Ответ направлен': 'Җавап җибәрелгән',
  'На отправке': 'Җибәрүдә',
  Отмена: 'Баш тарту',
};
const russian = new Map(Object.entries(tatar).map(([caption, inTatar]) => [inTatar, caption]));

/**
 * The caption as the steps name it, whichever language the bot speaks.
 * @param {string} caption
 */
export const asNamed = (caption) => russian.get(caption) ?? caption;

/** While this stands in a card, a form is open there, and the card's own buttons are only hidden. */
export const formButton = 'Отмена';

/**
 * The captions of a step as people see them: in Tatar when what is `shown` has them, or an open form, not in Russian.
 * @param {readonly string[]} captions
 * @param {ReadonlySet<string>} shown
 */
export function asShown(captions, shown) {
  const isRussian = [...captions, formButton].some((caption) => shown.has(caption));
  const isTatar = !isRussian && [...russian.keys()].some((caption) => shown.has(caption));
  return isTatar ? captions.map((caption) => tatar[caption] ?? caption) : captions;
}
