import { escapeHtml } from '../../../../src/i18n';
import { ROLES } from '../../../../src/regulation/vocabulary';
import type { PersonLine, PersonView } from '../../../../src/usecases/people/read-people';
import type { Reading } from '../../turn';
import { moment } from '../dates';
import { button, inRows, shorten, type Screen, type ScreenButton } from '../../screen';
import { pageOf, pager, to } from '../pager';

const CAPTION = 60;

/** Everybody by pages; who cannot be reached is marked. */
export function peopleScreen(people: readonly PersonLine[], page: number, { words }: Reading): Screen {
  const { html, plain } = words;
  const view = pageOf(people, page);
  return {
    text: `<b>${html('people:list.title', { count: people.length })}</b>`,
    buttons: [
      ...view.shown.map((person) => [button(shorten(lineOf(person, words), CAPTION), to('person', person.id))]),
      ...pager(view, words, (next) => to('people', next)),
      [
        button(plain('people:admin.button.addPerson'), to('words', 'addPerson')),
        button(plain('people:admin.button.back'), to('admin')),
      ],
    ],
  };
}

function lineOf({ name, roles, disabled, reach, absent }: PersonLine, { plain }: Reading['words']): string {
  const held =
    roles.length > 0
      ? roles.map((role) => plain(`people:role.${role}`).toLocaleLowerCase('ru')).join(', ')
      : plain('people:list.noRoles');
  const line = plain('people:list.line', { name, roles: held });
  if (disabled) return plain('people:list.disabled', { line });
  const away = absent ? plain('people:list.away', { line }) : line;
  return reach === 'ok' ? away : plain('people:list.unreached', { line: away });
}

/** One account: what is known, and a button for everything that can be changed. */
export function personScreen(person: PersonView, { words, now, calendar }: Reading): Screen {
  const { html, plain } = words;
  const { id, roles, canApprove, reach, invitedUntil } = person;
  const lines = [`<b>${escapeHtml(person.fullName)}</b>`];
  if (person.position !== null) lines.push(escapeHtml(person.position));
  if (person.disabled) lines.push(`🚫 ${html('people:person.disabled')}`);
  lines.push(
    roles.length > 0
      ? html('people:person.roles', {
          roles: roles.map((role) => plain(`people:role.${role}`).toLocaleLowerCase('ru')).join(', '),
        })
      : html('people:person.noRoles'),
  );
  if (canApprove) lines.push(html('people:person.canApprove'));
  if (person.supervisor !== null) lines.push(html('people:person.supervisor', { name: person.supervisor }));
  if (person.organization !== null) lines.push(html('people:person.organization', { name: person.organization }));
  if (person.absent) lines.push(html('people:person.absent'));
  if (reach !== 'ok') lines.push(`⚠️ ${html(`people:reach.${reach}`)}`);
  if (invitedUntil !== null)
    lines.push(html('people:person.invitedUntil', { moment: moment(invitedUntil, now, calendar) }));

  const toggle = (caption: string, held: boolean, data: Parameters<typeof button>[1]) =>
    button(held ? plain('people:person.held', { what: caption }) : caption, data);
  const buttons: ScreenButton[][] = person.disabled
    ? [[button(plain('people:person.button.enable'), to('enable', id))]]
    : [
        ...inRows(
          ROLES.map((role) =>
            toggle(
              plain(`people:role.${role}`),
              roles.includes(role),
              to('role', id, role, roles.includes(role) ? 0 : 1),
            ),
          ),
          2,
        ),
        ...(roles.includes('supervisor')
          ? [[toggle(plain('people:person.button.canApprove'), canApprove, to('approve', id, canApprove ? 0 : 1))]]
          : []),
        [
          button(plain('people:person.button.supervisor'), to('supervisors', id, 0)),
          button(plain('people:person.button.organization'), to('places', id, 0)),
        ],
        [
          button(plain('people:person.button.name'), to('words', 'name', id)),
          button(plain('people:person.button.position'), to('words', 'position', id)),
        ],
        [
          button(plain('people:person.button.invite'), to('invite', id)),
          button(plain('people:person.button.absence'), to('absence', id)),
        ],
        [button(plain('people:person.button.disable'), to('disable', id))],
      ];
  return {
    text: lines.join('\n'),
    buttons: [...buttons, [button(plain('people:admin.button.back'), to('people', 0))]],
  };
}

/** A choice of one thing for a person or a category, by pages. */
export function choiceScreen(
  {
    text,
    items,
    page,
    turn,
    none,
    back,
  }: {
    readonly text: string;
    readonly items: readonly { readonly caption: string; readonly data: Parameters<typeof button>[1] }[];
    readonly page: number;
    readonly turn: (page: number) => Parameters<typeof button>[1];
    readonly none: { readonly caption: string; readonly data: Parameters<typeof button>[1] } | null;
    readonly back: Parameters<typeof button>[1];
  },
  { words }: Reading,
): Screen {
  const view = pageOf(items, page);
  return {
    text,
    buttons: [
      ...view.shown.map(({ caption, data }) => [button(shorten(caption, CAPTION), data)]),
      ...pager(view, words, turn),
      ...(none === null ? [] : [[button(none.caption, none.data)]]),
      [button(words.plain('people:admin.button.back'), back)],
    ],
  };
}
