import type { Words } from '../../../../src/i18n';
import type { StepState } from '../../../../src/usecases/office/setup';
import type { Lack } from '../../../../src/usecases/people/store';
import { button, type Screen } from '../../screen';
import { messengerName } from '../messenger-name';
import { isSetUp, setupCaption } from './setup-screens';

export interface Office {
  /** How many people work here. */
  readonly people: number;
  /** What the office cannot work without. */
  readonly lacks: readonly Lack[];
  /** It was restored from a copy, and nobody hears of anything yet. */
  readonly isSendingHeld: boolean;
  /** Of each messenger of the office how many could be invited there. */
  readonly invitations: readonly (readonly [messenger: string, count: number])[];
  /** Whose access waits for somebody's word. */
  readonly access: number;
  /** How far it is set up. */
  readonly steps: readonly StepState[];
}

/** /admin: what there is, and what the office lacks. */
export function adminScreen(
  { people, lacks, isSendingHeld, invitations, access, steps }: Office,
  words: Words,
): Screen {
  const { html, plain } = words;
  const setup = [button(setupCaption(steps, words), { kind: 'setup' })];
  return {
    text: [
      `<b>${html('people:admin.title')}</b>`,
      html('people:admin.people', { count: people }),
      ...lacks.map((lack) => `⚠️ ${html(`people:lack.${lack}`)}`),
    ].join('\n'),
    buttons: [
      // What is not finished stands first; what is, where nobody stumbles over it.
      ...(isSetUp(steps) ? [] : [setup]),
      [
        button(plain('people:admin.button.people'), { kind: 'people', page: 0 }),
        button(plain('people:admin.button.addPerson'), { kind: 'askName', what: 'addPerson' }),
      ],
      [
        button(plain('people:admin.button.organizations'), { kind: 'organizations', page: 0 }),
        button(plain('people:admin.button.categories'), { kind: 'categories', page: 0 }),
      ],
      [
        button(plain('people:admin.button.groups'), { kind: 'groups', page: 0 }),
        button(plain('people:admin.button.settings'), { kind: 'settings' }),
      ],
      [
        button(plain('calendar:button.calendar'), { kind: 'calendar' }),
        button(plain('reconcile:imports.button'), { kind: 'imports', page: 0 }),
      ],
      [
        button(plain('setup:table.button'), { kind: 'officeTable' }),
        button(plain('change:title'), { kind: 'changes', page: 0 }),
      ],
      [
        button(access === 0 ? plain('people:access.title') : plain('people:access.count', { count: access }), {
          kind: 'accesses',
        }),
      ],
      ...(isSetUp(steps) ? [setup] : []),
      ...invitations
        .filter(([, count]) => count > 0)
        .map(([messenger, count]) => [
          button(plain('people:home.button.inviteMany', { count, messenger: messengerName(messenger, words) }), {
            kind: 'inviteAllInto',
            messenger,
          }),
        ]),
      ...(isSendingHeld ? [[button(plain('backup:notice.allow'), { kind: 'allowSending' })]] : []),
      [button(plain('people:admin.button.menu'), { kind: 'menu' })],
    ],
  };
}
