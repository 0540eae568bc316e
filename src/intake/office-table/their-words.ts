// Words of tables that offices have made before there was ours: recognised, and never said.

/** How offices head their own tables: by the table and the field, see columns.ts. */
export const HEADED_AS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  users: {
    name: ['ФИО', 'Ф.И.О.', 'Сотрудник'],
    roles: ['Роль'],
    canApprove: ['Утверждает'],
    organization: ['Организация'],
    supervisor: ['Обычный руководитель'],
    telegramId: ['Telegram', 'Telegram ID', 'telegramId'],
    maxId: ['MAX', 'MAX ID', 'maxId'],
  },
  organizations: { name: ['Организация', 'Наименование'], kind: ['Тип'] },
  categories: { fastTrackDays: ['Фаст-трек', 'Срок фаст-трека'], executor: ['Обычный исполнитель'] },
};

/** Of the kind of an organization. */
export const OUTSIDE = ['сторонняя', 'внешняя'] as const;

/** Of a tick: the Latin letter, and the Russian one that looks the same. */
export const [YES, NO] = [
  ['1', '+', 'x', 'х', '✓'],
  ['0', '-', '–', '—'],
] as const;
