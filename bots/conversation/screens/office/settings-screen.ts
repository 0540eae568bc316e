import type { Words } from '../../../../src/i18n';
import { button, inRows, type Screen, type ScreenButton } from '../../screen';
import type { Talk } from '../../talk';

export interface Settings {
  /** The shares of stages are no assumption any more. */
  readonly sharesConfirmed: boolean;
  /** For how many years originals of photos are kept, and which terms may be chosen. */
  readonly photoYears: number;
  readonly photoTerms: readonly number[];
  /** For how many years applicants' contacts are kept, and which terms may be chosen. */
  readonly contactYears: number;
  readonly contactTerms: readonly number[];
  /** For how many days registry files are kept, and which terms may be chosen. */
  readonly importDays: number;
  readonly importTerms: readonly number[];
  /** For how many minutes a file in the watched folder rests before it is taken, and which terms may be chosen. */
  readonly restMinutes: number;
  readonly restTerms: readonly number[];
  /** Within how many weeks an appeal about the same place is shown as alike (0: never), and which terms may be chosen. */
  readonly repeatWeeks: number;
  readonly repeatTerms: readonly number[];
  /** After how many minutes of a messenger's silence people are written to in another, and which terms may be chosen; null: there is no other. */
  readonly outage: number | null;
  readonly outageTerms: readonly number[];
  /** By how many minutes a stage or a duty must be late to be a case (0: by any), and which may be chosen. */
  readonly caseMinutes: number;
  readonly caseTerms: readonly number[];
  /** The office keeps «Отразить в ПОС». */
  readonly reflecting: boolean;
}

/** What the present term of likely repeats means. */
export const repeatsLine = (weeks: number, { plain }: Words): string =>
  weeks === 0 ? plain('people:environment.repeatsOff') : plain('people:environment.repeats', { count: weeks });

/** From when on a missed stage or duty is a case of the journal of violations. */
export const caseLine = (minutes: number, { plain }: Words): string =>
  minutes === 0 ? plain('violation:grain.none') : plain('violation:grain.setting', { count: minutes });

/** Whether the shares of stages are still an assumption, and the terms that an admin chooses. */
export function settingsScreen(settings: Settings, words: Words): Screen {
  const { sharesConfirmed, photoYears, contactYears, importDays, restMinutes, repeatWeeks, reflecting, outage } =
    settings;
  const { html, plain } = words;
  return {
    text: [
      `<b>${html('people:environment.title')}</b>`,
      html(sharesConfirmed ? 'people:environment.sharesConfirmed' : 'people:environment.sharesAssumed'),
      '',
      html('people:environment.photos', { count: photoYears }),
      html('applicant:kept', { count: contactYears }),
      html('reconcile:imports.kept', { count: importDays }),
      html('reconcile:imports.rests', { count: restMinutes }),
      repeatsLine(repeatWeeks, words),
      caseLine(settings.caseMinutes, words),
      ...(outage === null ? [] : [html('people:outage.setting', { count: outage })]),
      html(reflecting ? 'people:environment.reflecting.on' : 'people:environment.reflecting.off'),
    ].join('\n'),
    buttons: [
      ...(sharesConfirmed ? [] : [[button(plain('people:environment.confirmShares'), { kind: 'confirmShares' })]]),
      ...inRows(ofTheirOwn(words), 2),
      ...termRows(settings, words),
      caseButtons(settings, words),
      ...outageButtons(settings, words),
      [
        reflecting
          ? button(plain('people:environment.reflecting.turnOff'), { kind: 'reflecting', shown: 'off' })
          : button(plain('people:environment.reflecting.turnOn'), { kind: 'reflecting', shown: 'on' }),
      ],
      [
        button(plain('people:environment.technical'), { kind: 'technical' }),
        button(plain('people:admin.button.back'), { kind: 'admin' }),
      ],
    ],
  };
}

/** For how long what is kept, by rows: whatever holds now is no button. */
function termRows(settings: Settings, { plain }: Words): ScreenButton[][] {
  const { photoYears, photoTerms, contactYears, contactTerms, importDays, importTerms } = settings;
  const { restMinutes, restTerms, repeatWeeks, repeatTerms } = settings;
  const terms = photoTerms
    .filter((years) => years !== photoYears)
    .map((years) => button(plain('people:environment.photoTerm', { count: years }), { kind: 'photoYears', years }));
  const contacts = contactTerms
    .filter((years) => years !== contactYears)
    .map((years) => button(plain('applicant:term', { count: years }), { kind: 'contactYears', years }));
  const imports = importTerms
    .filter((days) => days !== importDays)
    .map((days) => button(plain('reconcile:imports.keep', { count: days }), { kind: 'importDays', days }));
  const rests = restTerms
    .filter((minutes) => minutes !== restMinutes)
    .map((minutes) => button(plain('reconcile:imports.rest', { count: minutes }), { kind: 'intakeRest', minutes }));
  const repeats = repeatTerms
    .filter((weeks) => weeks !== repeatWeeks)
    .map((weeks) =>
      button(
        weeks === 0
          ? plain('people:environment.repeatNever')
          : plain('people:environment.repeatTerm', { count: weeks }),
        {
          kind: 'repeatWeeks',
          weeks,
        },
      ),
    );
  return [terms, contacts, imports, rests, repeats];
}

const caseButtons = ({ caseMinutes, caseTerms }: Settings, { plain }: Words): ScreenButton[] =>
  caseTerms
    .filter((minutes) => minutes !== caseMinutes)
    .map((minutes) =>
      button(minutes === 0 ? plain('violation:grain.any') : plain('violation:grain.term', { count: minutes }), {
        kind: 'caseMinutes',
        minutes,
      }),
    );

function outageButtons({ outage, outageTerms }: Settings, { plain }: Words): ScreenButton[][] {
  if (outage === null) return [];
  return [
    outageTerms
      .filter((minutes) => minutes !== outage)
      .map((minutes) => button(plain('people:outage.term', { count: minutes }), { kind: 'outageMinutes', minutes })),
  ];
}

/** Settings that have a screen of their own. */
const ofTheirOwn = ({ plain }: Words): ScreenButton[] => [
  button(plain('letter:head.title'), { kind: 'letterhead' }),
  button(plain('evidence:rules.title'), { kind: 'photoRules' }),
  button(plain('engagement:title'), { kind: 'engagementRules' }),
  button(plain('widget:office.title'), { kind: 'widgetOffice' }),
];

/** «Технические»: what the environment has set, read only. */
export function technicalScreen(environment: Talk['environment'], { html, plain }: Words): Screen {
  const lines = environment.map(({ variable, value }) =>
    html('people:environment.line', {
      what: plain(`people:environment.variable.${variable}`),
      value: value ?? plain('people:environment.unset'),
    }),
  );
  return {
    text: [
      `<b>${html('people:environment.technical')}</b>`,
      `<i>${html('people:environment.hint')}</i>`,
      '',
      ...lines,
    ].join('\n'),
    buttons: [[button(plain('people:admin.button.back'), { kind: 'sound' })]],
  };
}
