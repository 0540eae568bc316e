import type { Words } from '../../../src/i18n';
import type { OfficeCalendar } from '../../../src/regulation/calendar';
import { DIGEST_PARTS } from '../../../src/usecases/digests/group-digest';
import type { GroupLine } from '../../../src/usecases/digests/groups';
import { button, inRows, shorten, type Screen, pageOf, pager, ticked } from '../kit/screen';
import type { Reading } from '../kit/turn';

/** As `SCHEDULE` has it for whoever has no hour of their own. */
const AFTER_OPENING_MINUTES = 30;
/** From opening on, by half hours. */
const QUICK_HOURS = 9;

/** «8:30» */
const clock = (minutes: number): string => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
const hourOf = ({ digestAt }: GroupLine, { opensAt }: OfficeCalendar): string =>
  clock(digestAt ?? opensAt + AFTER_OPENING_MINUTES);
const nameOf = ({ title, threadId }: GroupLine, { plain }: Words, limit: number): string =>
  threadId === null
    ? shorten(title, limit)
    : plain('digest:groups.topic', { title: shorten(title, limit), topic: threadId });

/** Groups that get digests, by pages. */
export function groupsScreen(groups: readonly GroupLine[], page: number, { words, calendar }: Reading): Screen {
  const { html, plain } = words;
  const view = pageOf(groups, page);
  return {
    text: [
      `<b>${html('digest:groups.title', { count: groups.length })}</b>`,
      html(groups.length > 0 ? 'digest:groups.hint' : 'digest:groups.empty'),
    ].join('\n'),
    buttons: [
      ...view.shown.map((group) => {
        const name = nameOf(group, words, 30);
        const caption = group.stopped
          ? plain('digest:groups.lineStopped', { name })
          : plain('digest:groups.line', { name, hour: hourOf(group, calendar) });
        return [button(caption, { kind: 'group', groupId: group.id })];
      }),
      ...pager(view, words, (next) => ({ kind: 'groups', page: next })),
      [button(plain('digest:groups.add'), { kind: 'askGroup' })],
      [button(plain('people:admin.button.back'), { kind: 'admin' })],
    ],
  };
}

/** One group: its hour, what it shows, on or off. A toggle says what it will be, so a second tap changes nothing. */
export function groupScreen(group: GroupLine, { words, calendar }: Reading): Screen {
  const { html, plain } = words;
  const { id: groupId } = group;
  const hour = hourOf(group, calendar);
  const shown = group.contents ?? DIGEST_PARTS;
  return {
    text: [
      `<b>${html('digest:groups.name', { name: nameOf(group, words, 120) })}</b>`,
      group.stopped ? html('digest:groups.stopped') : html('digest:groups.running', { hour }),
    ].join('\n'),
    buttons: [
      [button(plain('digest:groups.hour', { hour }), { kind: 'groupHours', groupId })],
      ...inRows(
        DIGEST_PARTS.map((part) => {
          const isShown = shown.includes(part);
          return button(ticked(plain(`digest:groups.part.${part}`), isShown, words), {
            kind: 'groupPart',
            groupId,
            part,
            shown: isShown ? 'off' : 'on',
          });
        }),
        2,
      ),
      [
        group.stopped
          ? button(plain('digest:groups.start'), { kind: 'groupRun', groupId, running: 'on' })
          : button(plain('digest:groups.stop'), { kind: 'groupRun', groupId, running: 'off' }),
      ],
      [button(plain('people:admin.button.back'), { kind: 'groups', page: 0 })],
    ],
  };
}

/** When its digest shall come. */
export function hoursScreen(group: GroupLine, { words, calendar }: Reading): Screen {
  const { html, plain } = words;
  const { id: groupId } = group;
  const choice = (caption: string, digestAt: number | null) =>
    button(
      ticked(caption, digestAt === group.digestAt, words),
      digestAt === null ? { kind: 'groupHour', groupId } : { kind: 'groupHour', groupId, minutes: digestAt },
    );
  const quick = Array.from({ length: QUICK_HOURS }, (_, index) => calendar.opensAt + index * 30);
  return {
    text: [
      `<b>${html('digest:groups.name', { name: nameOf(group, words, 120) })}</b>`,
      html('digest:groups.askHour'),
    ].join('\n'),
    buttons: [
      [choice(plain('digest:groups.byOpening', { hour: clock(calendar.opensAt + AFTER_OPENING_MINUTES) }), null)],
      ...inRows(
        quick.filter((minutes) => minutes < calendar.closesAt).map((minutes) => choice(clock(minutes), minutes)),
        3,
      ),
      [button(plain('digest:groups.otherHour'), { kind: 'askGroup', groupId })],
      [button(plain('people:admin.button.back'), { kind: 'group', groupId })],
    ],
  };
}
