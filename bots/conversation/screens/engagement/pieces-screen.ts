import { escapeHtml } from '../../../../src/i18n';
import { FIELDS, isEmpty } from '../../../../src/regulation/engagement/content';
import { taskThere } from '../../../../src/regulation/engagement/facts';
import type { EngagementCard } from '../../../../src/usecases/engagement/read-engagements';
import { button, only, type Screen, type ScreenButton } from '../../screen';
import type { Reading } from '../../turn';
import { copied } from './engagement-words';

/** «Разместить в ПОС»: first what kind of task it is, then each piece by itself; the text is a message of its own. */
export function piecesScreens(
  card: EngagementCard,
  reading: Reading,
): { readonly main: Screen; readonly text: Screen | null } {
  const { words } = reading;
  const { html, plain } = words;
  const { facts, id, version } = card;
  const task = taskThere(card.facts);
  const fields = task === 'remove' ? [] : FIELDS[facts.kind].filter((field) => !isEmpty(facts.content, field));
  const shown = task === 'change' ? fields.filter((field) => card.changedSince.includes(field)) : fields;
  const pieces = shown
    .filter((field) => field !== 'text')
    .flatMap((field) => [
      html('engagement:piece', { field: plain(`engagement:field.${field}`) }),
      ...copied(field, facts.content, reading).map((piece) => `<pre>${escapeHtml(piece)}</pre>`),
    ]);
  const act = { place: 'placeThere', change: 'placeChange', remove: 'takenDownThere' } as const;
  const done: ScreenButton[][] =
    task === null
      ? []
      : [
          [
            button(plain(`engagement:action.${act[task]}`), {
              kind: 'engagementAct',
              engagementId: id,
              version,
              action: act[task],
            }),
          ],
        ];
  return {
    main: {
      text: [
        `<b>${html(`engagement:task.${task ?? 'nothing'}`)}</b>`,
        html('engagement:card.kind', {
          kind: plain(`engagement:kind.${facts.kind}`),
          level: plain('engagement:level'),
          id,
        }),
        ...(facts.placed === null ? [] : [html('engagement:card.placed', { address: facts.placed.address })]),
        ...pieces,
      ].join('\n'),
      buttons: [...done, [button(plain('engagement:button.card'), { kind: 'engagement', engagementId: id })]],
    },
    text: shown.includes('text') ? only(`<pre>${escapeHtml(facts.content.text)}</pre>`) : null,
  };
}
