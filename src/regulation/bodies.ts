/**
 * Of whom documents may not be asked: «суды, органы дознания, органы предварительного следствия и т.д.» (§2). The list of bodies is
 * domain.md's: whole names and abbreviations with any place after them, in all their cases, in Russian and in Tatar.
 */
export type BodyStanding = 'refused' | 'asked' | 'passed';

/** Where Cyrillic letters end: `\b` knows only Latin ones. */
const whole = (alternatives: readonly string[]): RegExp =>
  new RegExp(`(?<!\\p{L})(?:${alternatives.join('|')})(?!\\p{L})`, 'giu');
/** An abbreviation; Tatar joins its endings to it: «ФСБдан», «СКка». */
const short = (letters: string): string =>
  `(?:${letters})(?:[гк][аә]|[дт][аә]н?|н[аә]н|н[ыеи]ң?|с?[ыеи](?:н[аәыеи]?(?:[дн][аә]н?)?)?|л[аә]р\\p{L}*)?`;
/** A word by its beginning, with any ending. */
const begins = (beginning: string): string => `(?:${beginning})\\p{L}*`;

const JUDGE = 'суд(?:ья|ьи|ье|ью|ьей|ьёй|ей|ьям|ьями|ьях|ьяга|ьядан|ьяның|ьялар\\p{L}*)';
/** «суд» in both languages; «судно» and «ссуда» are other words. */
const COURT =
  '(?:гор|рай|обл|верх)?суд(?:а|у|ом|е|ы|ов|ам|ами|ах|ка|та|тан|ның|ны|ына|ында|ыннан|ын|ының|лар|лары|ларга|лардан)?';
const POLICE = short('[гурломк]{0,3}(?:мвд|увд|овд)');

/** Only a word of it is that of a closed body, and something quite else is meant: nothing to say. */
const OTHER_THINGS = whole([
  `${begins('маломерн|речн|морск|торгов|прогулочн|рыболовн|грузов|пассажирск')}\\s+суд(?:а|ов|ам|ами|ах)`,
  'судебно-\\p{L}+',
  // Tatar: on the water
  'суда\\s+коткар\\p{L}*',
]);

/** They do more than inquiry, or only a word is alike: whoever asks them is asked. */
const ROAD_AND_MIGRATION = whole([
  short('[оу]?гибдд|гаи|дпс|мрэо|юхиди'),
  begins('госавтоинспекц|автоинспекц'),
  'юл\\s+хәрәкәте\\s+\\p{L}+\\s+дәүләт\\s+инспекциясе\\p{L}*',
  begins('миграц'),
  short('[оу]вм|у?фмс'),
]);
/** These are a part of the police, whose name goes with them. */
const POLICE_NAME = whole([POLICE, `${begins('внутренн')}\\s+дел`, 'эчке\\s+эшләр\\s+\\p{L}+']);
const ALIKE = whole([
  short('мчс'),
  `${begins('министерств')}(?:[\\s,]+\\p{L}+){0,8}[\\s,]+${begins('чрезвычайн')}`,
  'гадәттән\\s+тыш\\s+хәлләр\\s+министрлыгы\\p{L}*',
  begins('прокур'),
  `${begins('федерац|ассоциац|союз|клуб|гильди|школ')}\\s+(?:\\p{L}+\\s+){0,2}${JUDGE}`,
  `${begins('спортивн|футбольн|хоккейн')}\\s+${JUDGE}`,
  `${JUDGE}\\s+(?:${begins('соревнован|матч|турнир')}|по\\s+(?!${begins('мамадыш')})${begins('футбол|хокке|спорт|бокс|борьб|волейбол|баскетбол|лыж')})`,
  `${begins('третейск|товарищеск')}\\s+${COURT}`,
  `${COURT}\\s+чести`,
  `${begins('судебн')}(?!\\s+(?:${begins('участ|пристав|коллеги|палат|орган|состав|исполнит')}))`,
  begins('правосуди'),
  `${begins('следственн')}\\s+${begins('изолятор')}`,
  short('сизо'),
  begins('колони|тюрьм|тюрем'),
  `${begins('таможенн')}\\s+${begins('брокер|представител|декларант|склад|оформлени')}`,
  `${begins('участков')}(?=\\s*$)`,
  '(?<=(?<!\\p{L})(?:спорт|страхов)\\p{L}*[\\s,]+)ск',
  // A sports club or an insurer, unless a place or nothing follows.
  '(?<!(?:^|\\s)[мвг]?с[уо]\\s+)ск(?=\\s+(?!по(?!\\p{L})|рф(?!\\p{L})|рт(?!\\p{L})|росси|российск|республик|татарстан|г(?!\\p{L})|\\p{L}+(?:ого|ому)\\s+(?:район|город|округ)))',
]);

const CLOSED = whole([
  // courts and judges
  COURT,
  JUDGE,
  `${begins('судебн')}\\s+${begins('участ|пристав|коллеги|палат|орган|состав|исполнит')}`,
  begins('арбитраж|мәхкәмә'),
  // inquiry and preliminary investigation
  begins('дознани|дознават'),
  begins('следственн|следстви|следоват|следком'),
  short('скр|ск'),
  'тикшерү\\s+комитеты\\p{L}*',
  'беренчел\\s+тикшерү\\p{L}*',
  // police
  POLICE,
  `${begins('внутренн')}\\s+дел`,
  'эчке\\s+эшләр\\s+\\p{L}+',
  begins('полици|полицей|милици'),
  `${begins('участков')}\\s+${begins('уполномоченн')}`,
  // bailiffs, security, customs, execution of punishments
  short('[гу]{0,2}ф(?:ссп|сб|тс|син)'),
  'пристав(?:а|у|ом|е|ы|ов|ам|ами|ах|лар\\p{L}*)?',
  `${begins('федеральн')}\\s+${begins('служб')}\\s+безопасности`,
  'федераль\\s+куркынычсызлык\\s+хезмәте\\p{L}*',
  begins('таможн|таможен'),
  'исполнени[яюе]\\s+наказани[йяе]',
  'җәзаларны\\s+үтәү\\p{L}*',
  begins('уголовно-исполнительн'),
  short('уии'),
]);

const strip = (text: string, pattern: RegExp): string => text.replace(pattern, ' ');

/**
 * What the regulation says of asking this body for documents.
 * @param body as it was typed
 */
export function standingOf(body: string): BodyStanding {
  const said = strip(body.replace(/[«»"'“”„]/g, ' " ').replace(/[‐‑–—]/g, '-'), OTHER_THINGS);
  const withoutRoads = strip(said, ROAD_AND_MIGRATION);
  const rest = strip(withoutRoads === said ? said : strip(withoutRoads, POLICE_NAME), ALIKE);
  if (rest.search(CLOSED) >= 0) return 'refused';
  return rest === said ? 'passed' : 'asked';
}
