import type { Words } from '../../../../src/i18n';
import type { OrganizationLine } from '../../../../src/usecases/office/books';
import { button, shorten, type Screen } from '../../screen';
import { pageOf, pager } from '../pager';

/** Organizations by pages; a press gives the other kind. */
export function organizationsScreen(organizations: readonly OrganizationLine[], page: number, words: Words): Screen {
  const { html, plain } = words;
  const view = pageOf(organizations, page);
  return {
    text: [
      `<b>${html('people:organizations.title', { count: organizations.length })}</b>`,
      html(organizations.length > 0 ? 'people:organizations.hint' : 'people:organizations.empty'),
    ].join('\n'),
    buttons: [
      ...view.shown.map(({ id, name, kind }) => [
        button(plain(`people:organizations.${kind}`, { name: shorten(name, 40) }), {
          kind: 'organizationKind',
          organizationId: id,
          becomes: kind === 'outside' ? 'subordinate' : 'outside',
          page: view.page,
        }),
      ]),
      ...pager(view, words, (next) => ({ kind: 'organizations', page: next })),
      [
        button(plain('people:organizations.add'), { kind: 'askName', what: 'organization' }),
        button(plain('people:admin.button.back'), { kind: 'admin' }),
      ],
    ],
  };
}
