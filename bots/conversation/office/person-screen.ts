import { escapeHtml, inSentence, type Words } from '../../../src/i18n';
import { ROLES, type Role } from '../../../src/regulation/vocabulary';
import type { AccessView } from '../../../src/usecases/office/access';
import type { PersonLine, PersonView } from '../../../src/usecases/people/people';
import {
  button,
  CAPTION,
  inRows,
  shorten,
  type Screen,
  type ScreenButton,
  messengerName,
  pageOf,
  pager,
  ticked,
} from '../kit/screen';
import type { Reading } from '../kit/turn';
import { moment } from '../kit/calendar-words';

/** Everybody by pages; who cannot be reached is marked. */
export function peopleScreen(people: readonly PersonLine[], page: number, words: Words): Screen {
  const { html, plain } = words;
  const view = pageOf(people, page);
  return {
    text: `<b>${html('people:list.title', { count: people.length })}</b>`,
    buttons: [
      ...view.shown.map((person) => [
        button(shorten(lineOf(person, words), CAPTION), { kind: 'person', personId: person.id }),
      ]),
      ...pager(view, words, (next) => ({ kind: 'people', page: next })),
      [
        button(plain('people:admin.button.addPerson'), { kind: 'askName', what: 'addPerson' }),
        button(plain('people:admin.button.back'), { kind: 'admin' }),
      ],
    ],
  };
}

const namesOf = (roles: readonly Role[], { plain }: Words): string =>
  roles.map((role) => inSentence(plain(`people:role.${role}`))).join(', ');

function lineOf({ name, roles, disabled, reach, absent }: PersonLine, words: Words): string {
  const { plain } = words;
  const held = roles.length > 0 ? namesOf(roles, words) : plain('people:list.noRoles');
  const line = plain('people:list.line', { name, roles: held });
  if (disabled) return plain('people:list.disabled', { line });
  const away = absent ? plain('people:list.away', { line }) : line;
  return reach === 'ok' ? away : plain('people:list.unreached', { line: away });
}

/**
 * One official: what is known, and a button for everything that can be changed.
 * @param messengers of the office
 * @param open what of their access waits for somebody's word
 * @param pressedIn the messenger from which the person themselves is pressing; null: somebody else is
 */
export function personScreen(
  person: PersonView,
  messengers: readonly string[],
  pressedIn: string | null,
  open: readonly AccessView[],
  reading: Reading,
): Screen {
  const { plain } = reading.words;
  return {
    text: linesOf(person, reading).join('\n'),
    buttons: [
      ...open.map(({ id, matter, name }) => [
        button(shorten(plain(`people:access.line.${matter}`, { name: name ?? '' }), CAPTION), {
          kind: 'access',
          changeId: id,
        }),
      ]),
      ...(person.disabled
        ? [[button(plain('people:person.button.enable'), { kind: 'enable', personId: person.id })]]
        : [...buttonsOf(person, reading.words), ...invitations(person, messengers, reading.words)]),
      ...removals(person, pressedIn, reading.words),
      [button(plain('people:admin.button.back'), { kind: 'people', page: 0 })],
    ],
  };
}

function linesOf(person: PersonView, { words, now, calendar }: Reading): string[] {
  const { html } = words;
  const { roles, canApprove, managesAffairs, reach, invitedUntil } = person;
  const lines = [`<b>${escapeHtml(person.fullName)}</b>`];
  if (person.position !== null) lines.push(escapeHtml(person.position));
  if (person.disabled) lines.push(`🚫 ${html('people:person.disabled')}`);
  lines.push(
    roles.length > 0 ? html('people:person.roles', { roles: namesOf(roles, words) }) : html('people:person.noRoles'),
  );
  if (canApprove) lines.push(html('people:person.canApprove'));
  if (managesAffairs) lines.push(html('violation:naming.is'));
  if (person.supervisor !== null) lines.push(html('people:person.supervisor', { name: person.supervisor }));
  if (person.organization !== null) lines.push(html('people:person.organization', { name: person.organization }));
  if (person.messengers.length > 1)
    lines.push(
      html('people:person.messengers', { names: person.messengers.map((one) => messengerName(one, words)).join(', ') }),
    );
  if (person.absent) lines.push(html('people:person.absent'));
  if (reach !== 'ok') lines.push(`⚠️ ${html(`people:reach.${reach}`)}`);
  if (invitedUntil !== null)
    lines.push(html('people:person.invitedUntil', { moment: moment(invitedUntil, now, calendar) }));
  return lines;
}

/** Into what the person is not with, by a link in what they have. */
function invitations(
  { id: personId, reach, messengers: held }: PersonView,
  messengers: readonly string[],
  words: Words,
): ScreenButton[][] {
  if (reach !== 'ok') return [];
  return messengers
    .filter((messenger) => !held.includes(messenger))
    .map((messenger) => [
      button(words.plain('people:home.button.invite', { messenger: messengerName(messenger, words) }), {
        kind: 'inviteInto',
        messenger,
        personId,
      }),
    ]);
}

/** Each that they could lose and still be let in by another; of whoever was switched off, each; of an only one that its phone is lost. */
function removals(
  { id: personId, messengers, disabled, reach }: PersonView,
  pressedIn: string | null,
  words: Words,
): ScreenButton[][] {
  const isOnly = messengers.length < 2 && !disabled;
  if (isOnly && reach === 'held') return [];
  const caption = isOnly ? 'people:home.button.lost' : 'people:home.button.remove';
  return messengers
    .filter((messenger) => messenger !== pressedIn)
    .map((messenger) => [
      button(words.plain(caption, { messenger: messengerName(messenger, words) }), {
        kind: 'removeAccount',
        messenger,
        personId,
      }),
    ]);
}

function buttonsOf({ id: personId, roles, canApprove, managesAffairs }: PersonView, words: Words): ScreenButton[][] {
  const { plain } = words;
  const role = (one: Role) => {
    const held = roles.includes(one);
    const caption = ticked(plain(`people:role.${one}`), held, words);
    return button(caption, { kind: 'role', personId, role: one, held: held ? 'off' : 'on' });
  };
  const approval = button(ticked(plain('people:person.button.canApprove'), canApprove, words), {
    kind: 'canApprove',
    personId,
    allowed: canApprove ? 'off' : 'on',
  });
  const affairs = button(ticked(plain('violation:naming.caption'), managesAffairs, words), {
    kind: 'managesAffairs',
    personId,
    named: managesAffairs ? 'off' : 'on',
  });
  return [
    ...inRows(ROLES.map(role), 2),
    ...(roles.includes('supervisor') ? [[approval]] : []),
    ...(roles.includes('curator') ? [[affairs]] : []),
    [
      button(plain('people:person.button.supervisor'), { kind: 'supervisors', personId, page: 0 }),
      button(plain('people:person.button.organization'), { kind: 'workplaces', personId, page: 0 }),
    ],
    [
      button(plain('people:person.button.name'), { kind: 'askName', what: 'name', personId }),
      button(plain('people:person.button.position'), { kind: 'askName', what: 'position', personId }),
    ],
    [
      button(plain('people:person.button.account'), { kind: 'askName', what: 'account', personId }),
      button(plain('people:person.button.invite'), { kind: 'invite', personId }),
    ],
    [button(plain('people:person.button.absence'), { kind: 'absences', personId })],
    [button(plain('people:person.button.disable'), { kind: 'disable', personId })],
  ];
}
