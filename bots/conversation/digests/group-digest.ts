import type { Words } from '../../../src/i18n';
import { dayOf, type PlainDate } from '../../../src/regulation/calendar';
import { ENGAGEMENT_NUMBERS } from '../../../src/regulation/engagement/numbers';
import type { GroupDigest } from '../../../src/usecases/kit/messages';
import { listLink, MENU_LINK } from '../kit/links';
import { link, shorten, type Screen } from '../kit/screen';
import type { Reading } from '../kit/turn';
import { namedDay } from '../kit/calendar-words';
import { leftOutLines } from '../lists/left-out';
import { change } from './personal-digest';

type Draw<Part extends keyof GroupDigest> = (
  part: NonNullable<GroupDigest[Part]>,
  words: Words,
  today: PlainDate,
) => string[];

const LONGEST_NAME = 40;
const KINDS = ['whole', 'stage'] as const;
const OTHERS = ['duty', 'redirect'] as const;
const RESULTS = ['answered', 'redirected', 'late', 'reexaminations', 'missed'] as const;
const ENGAGEMENT = [...ENGAGEMENT_NUMBERS, 'questionsLate', 'tasksLate'] as const;

/** One message of a group's digest. */
export function groupDigestScreen({ part, parts, ...said }: GroupDigest, { words, now, calendar }: Reading): Screen {
  const { html, plain } = words;
  const today = dayOf(now, calendar);
  const title = { day: namedDay(said.day, today, words), part, parts };
  const blocks = [
    [`<b>${html(parts > 1 ? 'digest:group.titlePart' : 'digest:group.title', title)}</b>`],
    said.fresh && fresh(said.fresh, words, today),
    said.stages && stages(said.stages, words, today),
    said.due && due(said.due, words, today),
    said.overdue && overdue(said.overdue, words, today),
    said.results && results(said.results, words, today),
    said.engagement && engagement(said.engagement, words, today),
  ];
  const { fresh: isFresh, stages: isOpen, overdue: isLate } = said;
  // Where nothing is new no brackets stand behind it.
  const changes = [isFresh?.count ? isFresh : null, isOpen?.open, isLate?.all, ...(isLate?.people ?? [])];
  if (changes.some((one) => one?.change)) blocks.push([`<i>${html('digest:group.changes')}</i>`]);
  const to = (list: 'overdue' | 'soon' | 'coordination' | 'mine') => link(plain(`list:name.${list}`), listLink(list));
  return {
    text: blocks.flatMap((block) => (block === null ? [] : [block.join('\n')])).join('\n\n'),
    buttons:
      part < parts
        ? []
        : [
            [to('overdue'), to('soon')],
            [to('coordination'), to('mine')],
            [link(plain('digest:group.open'), MENU_LINK)],
          ],
  };
}

const bold = (line: string): string => `<b>${line}</b>`;

const fresh: Draw<'fresh'> = (part, { html }) => [
  part.count === 0
    ? html('digest:group.noFresh')
    : bold(html('digest:group.fresh', { count: part.count }) + change(part)),
];

const stages: Draw<'stages'> = ({ open, stages: rows }, { html }) =>
  open.count === 0
    ? [html('digest:group.noOpen') + change(open)]
    : [
        bold(html('digest:group.inWork', { count: open.count }) + change(open)),
        ...rows.map(({ stage, count }) => `${html(`appeal:stage.${stage}`)}: ${count}`),
      ];

const due: Draw<'due'> = ({ today: count, next }, words, today) => {
  const { html } = words;
  const tomorrow = next.from === next.until;
  const days = `${namedDay(next.from, today, words)} – ${namedDay(next.until, today, words)}`;
  if (count + next.count === 0)
    return [
      tomorrow
        ? html('digest:group.noDue')
        : html('digest:group.noDueUntil', { day: namedDay(next.until, today, words) }),
    ];
  return [
    ...(count > 0 ? [bold(html('digest:group.dueToday', { count }))] : [html('digest:group.noDueToday')]),
    ...(next.count === 0
      ? []
      : [
          bold(
            tomorrow
              ? html('digest:group.dueTomorrow', { count: next.count })
              : html('digest:group.dueDays', { days, count: next.count }),
          ),
        ]),
  ];
};

const overdue: Draw<'overdue'> = ({ all, people, leftOut, ...others }, words) => {
  const { html, plain } = words;
  return [
    ...(all.count === 0
      ? leftOut.length > 0
        ? []
        : [html('digest:group.noOverdue') + change(all)]
      : [
          bold(html('digest:group.overdue', { count: all.count }) + change(all)),
          ...people.map((one) => {
            const name = shorten(
              one.name ??
                plain(one.unnamed === null ? 'digest:group.coordinators' : `nag:ahead.unnamed.${one.unnamed}`),
              LONGEST_NAME,
            );
            const holder = one.organization ? plain('list:organization', { name }) : name;
            const kinds = KINDS.filter((kind) => one[kind] > 0).map((kind) =>
              html(`digest:group.kind.${kind}`, { count: one[kind] }),
            );
            return `${html('digest:group.person', { name: holder, count: one.count })}${change(one)} · ${kinds.join(', ')}`;
          }),
        ]),
    ...leftOutLines(leftOut, words),
    ...OTHERS.filter((kind) => others[kind] > 0).map((kind) =>
      html(`digest:group.other.${kind}`, { count: others[kind] }),
    ),
  ];
};

const results: Draw<'results'> = (part, words, today) => {
  const { html } = words;
  const [from, until] = [namedDay(part.from, today, words), namedDay(part.until, today, words)];
  const days = part.from === part.until ? from : `${from} – ${until}`;
  const counts = RESULTS.filter((result) => part[result] > 0);
  return counts.length === 0
    ? [html('digest:group.noResults', { days })]
    : [
        bold(html('digest:group.results', { days })),
        ...counts.map((result) => html(`digest:group.result.${result}`, { count: part[result] })),
      ];
};

const engagement: Draw<'engagement'> = (part, { html }) => [
  bold(html('engagement:title')),
  ...ENGAGEMENT.filter((what) => part[what] > 0).map((what) =>
    html(`digest:group.engagement.${what}`, { count: part[what] }),
  ),
];
