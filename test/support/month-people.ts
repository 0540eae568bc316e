import type { Role } from '../../src/regulation/vocabulary';
import type { PlainDate } from '../../src/regulation/calendar';
import { day } from './virtual-time';

interface Member {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly canApprove?: true;
  readonly supervisor?: string;
  readonly organization?: string;
}

/** A larger office than most: every capacity twice, somebody of two roles, deputies. */
const MEMBERS = {
  coordinator: { name: 'Кузнецова Юлия Юрьевна', roles: ['coordinator'] },
  /** Hears of an overdue once, though both roles would. */
  controller: { name: 'Насибулина Гульнара Ринатовна', roles: ['coordinator', 'curator'] },
  curator: { name: 'Ахметова Роза Ильдаровна', roles: ['curator'] },
  petrov: { name: 'Петров Пётр Петрович', roles: ['executor'], supervisor: 'Шафеев Ильдар Рустамович' },
  sidorov: { name: 'Сидоров Сидор Сидорович', roles: ['executor'] },
  galeeva: { name: 'Галеева Алия Маратовна', roles: ['executor'], supervisor: 'Юсупов Наиль Фаритович' },
  /** Has one appeal and puts a reminder off. */
  snegirev: { name: 'Снегирёв Олег Иванович', roles: ['executor'], supervisor: 'Шафеев Ильдар Рустамович' },
  worker: { name: 'Мастеров Марат Маратович', roles: ['executor'], organization: 'МБУ «Благоустройство»' },
  deputy: { name: 'Зарипова Лилия Рашитовна', roles: ['executor'] },
  shafeev: { name: 'Шафеев Ильдар Рустамович', roles: ['supervisor'] },
  yusupov: { name: 'Юсупов Наиль Фаритович', roles: ['supervisor', 'admin'] },
  garipov: { name: 'Гарипов Рашит Мухаметдинович', roles: ['supervisor'], canApprove: true },
  latypova: { name: 'Латыпова Эльвира Тагировна', roles: ['supervisor'], canApprove: true },
} as const satisfies Record<string, Member>;
export type Who = keyof typeof MEMBERS;
export const EVERYBODY = Object.keys(MEMBERS) as Who[];
export const STAFF: Readonly<Record<Who, Member>> = MEMBERS;
export const chatOf = (who: Who): number => 2_001 + EVERYBODY.indexOf(who);

export const ABSENCES: readonly {
  readonly who: Who;
  readonly from: PlainDate;
  readonly until: PlainDate;
  readonly deputy: Who | null;
}[] = [
  { who: 'yusupov', from: day('12-16'), until: day('12-18'), deputy: 'shafeev' },
  { who: 'galeeva', from: day('12-21'), until: day('12-25'), deputy: 'deputy' },
  // hears of an overdue already as a coordinator
  { who: 'curator', from: day('12-29'), until: day('12-30'), deputy: 'controller' },
  { who: 'garipov', from: day('12-24'), until: day('12-25'), deputy: null },
  { who: 'sidorov', from: day('01-12'), until: day('01-15'), deputy: 'deputy' },
];

export const ORGANIZATIONS = {
  improvement: 'МБУ «Благоустройство»',
  heating: 'МУП «Тепловые сети»',
  ministry: 'Минтранс РТ',
} as const;

export const ROSTER = {
  users: EVERYBODY.map((who) => ({ ...STAFF[who], telegramId: chatOf(who) })),
  organizations: [
    { name: ORGANIZATIONS.improvement, kind: 'subordinate' },
    { name: ORGANIZATIONS.heating, kind: 'subordinate' },
    { name: ORGANIZATIONS.ministry, kind: 'outside' },
  ],
  categories: [
    { category: 'Дороги', fastTrackDays: 10 },
    { category: 'Дороги', subcategory: 'Содержание дорог', fact: 'Яма', fastTrackDays: 3 },
    { category: 'Освещение', fastTrackDays: 5 },
    { category: 'Благоустройство' },
  ],
};
/** Calendar days of the whole term of a message, and what category says so. */
export const CATEGORY = {
  3: { category: 'Дороги', subcategory: 'Содержание дорог', fact: 'Яма' },
  5: { category: 'Освещение' },
  10: { category: 'Дороги' },
  30: { category: 'Благоустройство' },
} as const;
