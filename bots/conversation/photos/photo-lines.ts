import type { Words } from '../../../src/i18n';
import { suggestedBy, type PhotoWarning } from '../../../src/regulation/evidence';
import type { ReexaminationReason } from '../../../src/regulation/vocabulary';
import { dayOf } from '../../../src/regulation/calendar';
import type { WorkBegan } from '../../../src/usecases/photos/judge';
import type { OtherPhoto, ReportPhoto } from '../../../src/usecases/photos/photos';
import { shorten } from '../kit/screen';
import type { Reading } from '../kit/turn';
import { moment, shortDay, distanceWords } from '../kit/calendar-words';
import { ending, type Room } from '../kit/fit';
import type { PhotoName, ShownPhoto } from '../../../src/usecases/photos/shown-photos';

type Seen = Pick<Reading, 'words' | 'now' | 'calendar'>;

/** Photos of which a card tells one by one, each in about so many characters, and characters of a name. */
const SHOWN = 5;
const LINE = 100;
const NAME = 60;

/** What is known of the time, the place and the earlier use of a report's photos, as it is; in HTML. */
export function photoLines(photos: readonly ReportPhoto[], reading: Seen, room: Room): string[] {
  const { html } = reading.words;
  const judged = photos.filter(({ verdict }) => verdict !== null);
  const told = photos.flatMap((photo) => {
    const facts = factsOf(photo, reading, room);
    return facts.length === 0 ? [] : [{ ...photo, facts: facts.join('; ') }];
  });
  // Where a message is full, fewer photos speak.
  const shown = Math.max(1, Math.floor(room(SHOWN * LINE) / LINE));
  return [
    ...(judged.length === 0 ? [] : [checkedLine(judged, reading.words)]),
    ...mostTelling(told, shown).map(({ position, facts }) => html('evidence:photo', { position, facts })),
    ...(told.length > shown ? [html('evidence:more', { count: told.length - shown })] : []),
    ...(judged.length < photos.length ? [html('evidence:waiting', { count: photos.length - judged.length })] : []),
  ];
}

/** Where not all have room, those speak of which there is a warning; in their order. */
function mostTelling<Photo extends ReportPhoto>(photos: readonly Photo[], count: number): readonly Photo[] {
  const isWarned = ({ warnings }: ReportPhoto) => Number(warnings.length > 0);
  return [...photos]
    .sort((one, other) => isWarned(other) - isWarned(one))
    .slice(0, count)
    .sort((one, other) => one.position - other.position);
}

function checkedLine(judged: readonly ReportPhoto[], { html, plain }: Words): string {
  const count = judged.length;
  const known = {
    time: judged.filter(({ verdict }) => verdict?.time === 'confirmed').length,
    place: judged.filter(({ verdict }) => verdict?.place === 'confirmed').length,
  };
  const share = (of: number) => (of === 0 ? 'none' : of === count ? 'all' : 'some');
  const noPoint = judged.every(({ verdict }) => verdict?.place === 'no_point');
  return html('evidence:checked', {
    time: plain(`evidence:time.${share(known.time)}`, { known: known.time, count }),
    place: plain(`evidence:place.${noPoint ? 'noPoint' : share(known.place)}`, { known: known.place, count }),
  });
}

/** Of one photo: what does not fit, then what its data shows; in plain words. */
function factsOf(photo: ReportPhoto, reading: Seen, room: Room): string[] {
  const { plain } = reading.words;
  return [
    ...photo.warnings.map((warning) => warningWords(warning, photo, reading, room)),
    ...(photo.remark === null
      ? []
      : [plain(`evidence:${photo.remark}`, { software: shorten(photo.software ?? '', room(NAME)) })]),
    ...photo.flaws.map((flaw) => plain(`evidence:${flaw}`)),
  ];
}

/** Initials have one already. */
const oneFullStop = (line: string): string => (line.endsWith('.') ? line : `${line}.`);

/**
 * What speaks for returning an answer by this reason, a line a photo, in plain words: which photo, how far off, or which it repeats.
 * @returns null: the photos do not suggest it
 */
export function reasonInWords(
  photos: readonly ReportPhoto[],
  reason: ReexaminationReason,
  reading: Seen,
): string | null {
  const lines = photos.flatMap((photo) => {
    const facts = photo.warnings
      .filter((warning) => suggestedBy([warning]).includes(reason))
      .map((warning) => warningWords(warning, photo, reading, (characters) => characters));
    const { position } = photo;
    return facts.length === 0
      ? []
      : [oneFullStop(reading.words.plain('evidence:photo', { position, facts: facts.join('; ') }))];
  });
  const { length } = lines;
  const more = length > SHOWN ? [`${reading.words.plain('evidence:more', { count: length - SHOWN })}.`] : [];
  return length === 0 ? null : [...lines.slice(0, SHOWN), ...more].join('\n');
}

/** Which moment it is, and when that was. */
export const beforeWords = (since: WorkBegan | null, { words: { plain }, now, calendar }: Seen): string =>
  since === null
    ? plain('evidence:before.unknown')
    : plain(`evidence:before.${since.by}`, { moment: moment(since.at, now, calendar) });

function warningWords(warning: PhotoWarning, { takenAt, verdict, since }: ReportPhoto, seen: Seen, room: Room): string {
  const {
    words: { plain },
    now,
    calendar,
  } = seen;
  const taken = takenAt === null ? '' : moment(takenAt, now, calendar);
  switch (warning) {
    case 'earlier':
      return plain('evidence:earlier', { moment: taken, before: beforeWords(since, seen) });
    case 'later':
      return plain('evidence:later', { moment: taken });
    case 'elsewhere':
      return plain(`evidence:elsewhere.${verdict?.placeBy ?? 'picture'}`, {
        distance: distanceWords(verdict?.distance ?? 0, { plain }),
      });
    case 'same':
    case 'alike': {
      const other = verdict?.reuseOf ?? null;
      return plain(`evidence:${warning}.${whose(other)}`, {
        number: ending(other?.number ?? '', room(NAME)),
        day: other === null ? '' : shortDay(dayOf(other.at, calendar), dayOf(now, calendar)),
        name: shorten(other?.by ?? '', room(NAME)),
      });
    }
  }
}

function whose(other: OtherPhoto | null): 'appeal' | 'system' | 'here' | 'applicant' | 'otherApplicant' {
  if (other?.origin === 'applicant') return other.isHere ? 'applicant' : 'otherApplicant';
  if (other?.isHere) return 'here';
  return other === null || other.by === null ? 'system' : 'appeal';
}

/** Under a photo: which it is, then what is known of it. Plain words. */
export const photoCaption = (photo: ShownPhoto, total: number, reading: Reading): string =>
  [
    reading.words.plain('photo:title', { number: photo.appealNumber, position: photo.position, total }),
    ...photoFacts(photo, reading),
  ].join('\n');

/** What is known of a photo, a line each, the first whose it is. Nothing is said of it that nobody has judged. Plain words. */
export const photoFacts = (photo: ShownPhoto, reading: Reading): string[] =>
  [
    senderWords(photo, reading),
    [when(photo, reading), where(photo, reading)].filter((part) => part !== null).join(', '),
    doubts(photo, reading),
    reused(photo, reading),
    photo.originalDeletedAt === null ? null : reading.words.plain('photo:originalGone'),
  ].filter((line) => line !== null);

/** «Фото 2», of another appeal «№ 327441806, фото 2». Plain words. */
export const photoName = (
  { appealNumber: number, position }: PhotoName,
  isElsewhere: boolean,
  { words }: Reading,
): string =>
  isElsewhere ? words.plain('photo:nameIn', { number, position }) : words.plain('photo:name', { position });

function senderWords({ origin, mark, by }: ShownPhoto, { words }: Reading): string {
  const who = words.plain(`photo:who.${origin}`);
  // The applicant's own photo is brought by a coordinator, who has not taken it.
  return [who, mark && words.plain(`photo:mark.${mark}`), origin === 'official' ? by : null]
    .filter((part) => part !== null)
    .join(', ');
}

export function when(
  photo: Pick<ShownPhoto, 'takenAt' | 'receivedAt' | 'evidence' | 'since'>,
  reading: Reading,
): string {
  const { words, now, calendar } = reading;
  const { takenAt, receivedAt, evidence, since } = photo;
  if (takenAt === null) return words.plain('photo:received', { moment: moment(receivedAt, now, calendar) });
  const taken = moment(takenAt, now, calendar);
  switch (evidence?.time) {
    case 'earlier':
      return words.plain('photo:takenEarlier', { moment: taken, before: beforeWords(since, reading) });
    case 'later':
      return words.plain('photo:takenLater', { moment: taken });
    default:
      return words.plain('photo:taken', { moment: taken });
  }
}

function where({ evidence, takenAt }: ShownPhoto, { words }: Reading): string | null {
  if (evidence?.distance == null) return null;
  const by = evidence.placeBy === 'shared' ? 'shared' : takenAt === null ? 'received' : 'taken';
  return words.plain(`photo:where.${by}`, { distance: distanceWords(evidence.distance, words) });
}

function doubts({ origin, evidence }: ShownPhoto, { words }: Reading): string | null {
  if (evidence === null) return origin === 'official' ? words.plain('photo:waits') : null;
  const [time, place] = [evidence.time === 'unconfirmed', evidence.place === 'unconfirmed'];
  if (!time && !place) return null;
  return words.plain(`photo:unconfirmed.${time && place ? 'both' : time ? 'time' : 'place'}`);
}

function reused({ evidence, twin, appealId }: ShownPhoto, { words }: Reading): string | null {
  if (twin === null || (evidence?.reuse !== 'same' && evidence?.reuse !== 'alike')) return null;
  const { appealNumber: number, position } = twin;
  return twin.appealId === appealId
    ? words.plain(`photo:${evidence.reuse}Here`, { position })
    : words.plain(`photo:${evidence.reuse}`, { number, position });
}
