import { dayOf, isWorkingTime, nextOpening, plusDays } from '../../src/regulation/calendar';
import type { Kind } from '../../src/regulation/vocabulary';
import type { Who } from './month-people';
import type { Happening, Life } from './nag-oracle';
import { randomOf } from './random';
import { calendar, HOUR, MINUTE, MONTH, msk, STRETCHES, whenUp, type Instant } from './virtual-time';

/** Writes down what people do with one appeal, one after another. */
class Story {
  readonly happenings: Happening[] = [];
  constructor(
    private now: Instant,
    private readonly random: () => number,
  ) {}

  /** Somewhere between so many hours later; four times of five in working time. */
  after(from: number, to = from): this {
    this.now += (from + this.random() * (to - from)) * HOUR;
    if (this.random() < 0.8 && !isWorkingTime(new Date(this.now), calendar))
      this.now = nextOpening(new Date(this.now), calendar).getTime() + (0.1 + this.random() * 3) * HOUR;
    // never the second of a tick
    this.now = whenUp(Math.floor(this.now / MINUTE) * MINUTE + 7_000);
    return this;
  }

  at(text: string): this {
    this.now = msk(text);
    return this;
  }

  does(by: Who, what: Happening['what'], more: Omit<Happening, 'when' | 'by' | 'what'> = {}): this {
    if (this.now < MONTH.until - HOUR) this.happenings.push({ when: this.now, by, what, ...more });
    this.now += MINUTE;
    return this;
  }

  /** «Отложено», so many days from now; the story goes on after it has resumed. */
  until(days: number) {
    return plusDays(this.today, days);
  }
  /** As the office's clock shows it, so many days from now. */
  hourIn(days: number, hour: number): Instant {
    return Date.parse(`${plusDays(this.today, days)}T${String(hour).padStart(2, '0')}:30:00+03:00`);
  }
  private get today() {
    const { ahead = 0 } = STRETCHES.find(({ from, until }) => from <= this.now && this.now < until) ?? {};
    return dayOf(new Date(this.now + ahead), calendar);
  }
}

type Told = (story: Story, executor: Who) => void;
const [C, K] = ['coordinator', 'controller'] as const;

/** What becomes of appeals: each is told twice, at another time and with other people. */
const STORIES: readonly {
  readonly what: string;
  readonly kind: Kind;
  readonly days: number;
  readonly waited: number;
  readonly told: Told;
}[] = [
  {
    what: 'all in time',
    kind: 'message',
    days: 30,
    waited: 2,
    told: (s, e) =>
      s
        .after(3, 20)
        .does(C, 'assign', { whom: e })
        .after(1, 3)
        .does(e, 'report', { whom: 'shafeev' })
        .after(1)
        .does('shafeev', 'acknowledgeReport')
        .after(1, 3)
        .does(e, 'takeIntoWork')
        .after(30, 90)
        .does(e, 'submitAnswer', { whom: 'shafeev' })
        .after(4, 30)
        .does('shafeev', 'agreeAnswer', { whom: 'garipov' })
        .after(1, 2)
        .does(C, 'markEntered')
        .after(4, 30)
        .does('garipov', 'approveAnswer'),
  },
  {
    what: 'late everywhere',
    kind: 'message',
    days: 30,
    waited: 20,
    told: (s, e) =>
      s
        .after(90, 110)
        .does(C, 'assign', { whom: e })
        .after(60, 80)
        .does(e, 'takeIntoWork')
        .after(450)
        .does(e, 'submitAnswer', { whom: 'yusupov' }),
  },
  {
    what: 'a pit of three days',
    kind: 'message',
    days: 3,
    waited: 1,
    told: (s, e) =>
      s
        .after(5, 9)
        .does(K, 'assign', { whom: e })
        .after(3, 6)
        .does(e, 'takeIntoWork')
        .after(50, 70)
        .does(e, 'submitAnswer', { whom: 'shafeev' })
        .after(8, 12)
        .does('shafeev', 'agreeAnswer', { whom: 'latypova' })
        .after(1, 2)
        .does(C, 'markEntered')
        .after(10, 14)
        .does('latypova', 'approveAnswer'),
  },
  {
    what: 'rejected twice, ten days',
    kind: 'message',
    days: 10,
    waited: 5,
    told: (s, e) =>
      s
        .after(10, 30)
        .does(C, 'assign', { whom: e })
        .after(4)
        .does(e, 'report', { whom: 'yusupov' })
        .after(2)
        .does('yusupov', 'instruct')
        .after(6)
        .does(e, 'takeIntoWork')
        .after(40, 60)
        .does(e, 'submitAnswer', { whom: 'yusupov' })
        .after(30, 40)
        .does('yusupov', 'rejectAnswer')
        .after(20)
        .does(e, 'submitAnswer', { whom: 'yusupov' })
        .after(5)
        .does('yusupov', 'agreeAnswer', { whom: 'garipov' })
        .after(30)
        .does('garipov', 'rejectAnswer'),
  },
  {
    what: 'seven days pass, then a redirect',
    kind: 'appeal59',
    days: 30,
    waited: 30,
    told: (s) =>
      s
        .after(170, 180)
        .does(C, 'redirectToAgree', { whom: 'shafeev' })
        .after(70, 90)
        .does('shafeev', 'agreeRedirect', { whom: 'garipov' })
        .after(80, 100)
        .does('garipov', 'approveRedirect')
        .after(6, 30)
        .does(K, 'confirmSent'),
  },
  {
    what: 'a redirect within the seven days, rejected',
    kind: 'appeal59',
    days: 30,
    waited: 40,
    told: (s, e) =>
      s
        .after(80, 90)
        .does(K, 'redirectToApprove', { whom: 'latypova' })
        .after(40, 50)
        .does('latypova', 'rejectRedirect')
        .after(20)
        .does(C, 'assign', { whom: e })
        .after(8)
        .does(e, 'report', { whom: 'shafeev' }),
  },
  {
    what: 'given back within the seven days',
    kind: 'appeal59',
    days: 30,
    waited: 10,
    told: (s, e) =>
      s
        .after(20, 30)
        .does(C, 'assign', { whom: e })
        .after(20, 40)
        .does(e, 'returnToCoordination')
        .after(60, 90)
        .does(C, 'assign', { whom: 'sidorov' })
        .after(60, 90)
        .does('sidorov', 'takeIntoWork'),
  },
  {
    what: 'an organization that is late',
    kind: 'message',
    days: 10,
    waited: 60,
    told: (s, e) =>
      s
        .after(20, 30)
        .does(C, 'passOutside')
        .after(230, 260)
        .does(K, 'organizationAnswered')
        .after(10)
        .does(C, 'assign', { whom: e })
        .after(3)
        .does(e, 'report', { whom: 'yusupov' }),
  },
  {
    what: 'an organization that answers the applicant',
    kind: 'message',
    days: 30,
    waited: 24 * 16,
    told: (s) => s.after(5, 10).does(C, 'passOutside').after(260, 300).does(C, 'organizationAnsweredApplicant'),
  },
  {
    what: 'passed by the executor to an organization',
    kind: 'appeal59',
    days: 30,
    waited: 50,
    told: (s, e) =>
      s
        .after(5, 10)
        .does(C, 'assign', { whom: e })
        .after(1)
        .does(e, 'takeIntoWork')
        .after(20)
        .does(e, 'passOutside')
        .after(100, 120)
        .does(C, 'organizationAnswered'),
  },
  {
    what: 'an organization with people in the bot',
    kind: 'message',
    days: 30,
    waited: 8,
    told: (s) =>
      s
        .after(8, 20)
        .does(C, 'passInside', { whom: 'worker' })
        .after(12, 30)
        .does('worker', 'takeIntoWork')
        .after(20, 60)
        .does('worker', 'submitAnswer', { whom: 'shafeev' })
        .after(20)
        .does('shafeev', 'passAgreement', { whom: 'yusupov' })
        .after(30, 90)
        .does('yusupov', 'agreeAnswer', { whom: 'garipov' })
        .after(10)
        .does('garipov', 'passApproval', { whom: 'latypova' })
        .after(1, 2)
        .does(C, 'markEntered')
        .after(100)
        .does('latypova', 'approveAnswer'),
  },
  {
    what: 'postponed, resumes by itself',
    kind: 'message',
    days: 10,
    waited: 6,
    told: (s, e) => {
      s.after(5, 15)
        .does(C, 'assign', { whom: e })
        .after(2)
        .does(e, 'report', { whom: 'shafeev' })
        .after(2)
        .does(e, 'takeIntoWork')
        .after(20);
      s.does(e, 'submitAnswer', { whom: 'shafeev', day: s.until(10) })
        .after(3)
        .does('shafeev', 'agreeAnswer', { whom: 'garipov' })
        .after(1, 2)
        .does(C, 'markEntered')
        .after(3)
        .does('garipov', 'approveAnswer');
      s.after(24 * 16)
        .does(e, 'submitAnswer', { whom: 'yusupov' })
        .after(80)
        .does('yusupov', 'agreeAnswer', { whom: 'latypova' });
    },
  },
  {
    what: 'postponed, resumed earlier',
    kind: 'message',
    days: 30,
    waited: 6,
    told: (s, e) => {
      s.after(5, 15)
        .does(C, 'assign', { whom: e })
        .after(2)
        .does(e, 'report', { whom: 'shafeev' })
        .after(2)
        .does(e, 'takeIntoWork')
        .after(20);
      s.does(e, 'submitAnswer', { whom: 'shafeev', day: s.until(12) })
        .after(3)
        .does('shafeev', 'agreeAnswer', { whom: 'garipov' })
        .after(1, 2)
        .does(C, 'markEntered')
        .after(3)
        .does('garipov', 'approveAnswer')
        .after(20, 40)
        .does(e, 'resume');
    },
  },
  {
    what: 'under 59-ФЗ, postponed',
    kind: 'appeal59',
    days: 30,
    waited: 12,
    told: (s, e) => {
      s.after(5, 15)
        .does(C, 'assign', { whom: e })
        .after(2)
        .does(e, 'report', { whom: 'shafeev' })
        .after(2)
        .does(e, 'takeIntoWork')
        .after(20);
      s.does(e, 'submitAnswer', { whom: 'shafeev', day: s.until(8) })
        .after(3)
        .does('shafeev', 'agreeAnswer', { whom: 'garipov' })
        .after(1, 2)
        .does(C, 'markEntered')
        .after(3)
        .does('garipov', 'approveAnswer');
    },
  },
  {
    what: 'answered and examined again',
    kind: 'message',
    days: 10,
    waited: 2,
    told: (s, e) =>
      s
        .after(5)
        .does(C, 'assign', { whom: e })
        .after(1)
        .does(e, 'report', { whom: 'shafeev' })
        .after(1)
        .does(e, 'takeIntoWork')
        .after(20)
        .does(e, 'submitAnswer', { whom: 'shafeev' })
        .after(4)
        .does('shafeev', 'agreeAnswer', { whom: 'garipov' })
        .after(1, 2)
        .does(C, 'markEntered')
        .after(4)
        .does('garipov', 'approveAnswer')
        .after(40, 60)
        .does('curator', 'returnForReexamination')
        .after(50, 60)
        .does(e, 'takeIntoWork'),
  },
  {
    what: 'returned from approval',
    kind: 'message',
    days: 30,
    waited: 24 * 19,
    told: (s, e) =>
      s
        .after(5)
        .does(C, 'assign', { whom: e })
        .after(1)
        .does(e, 'report', { whom: 'shafeev' })
        .after(1)
        .does(e, 'takeIntoWork')
        .after(20)
        .does(e, 'submitAnswer', { whom: 'shafeev' })
        .after(4)
        .does('shafeev', 'agreeAnswer', { whom: 'garipov' })
        .after(4)
        .does(K, 'returnForReexamination')
        .after(3)
        .does(e, 'report', { whom: 'yusupov' }),
  },
  {
    what: 'visits and documents',
    kind: 'message',
    days: 30,
    waited: 3,
    told: (s, e) => {
      s.after(3, 9)
        .does(C, 'assign', { whom: e })
        .after(1)
        .does(e, 'report', { whom: 'yusupov' })
        .after(1)
        .does(e, 'takeIntoWork')
        .after(2, 5);
      s.does(e, 'requestDocuments', { day: s.until(2) })
        .does(e, 'planVisit', { at: s.hourIn(2, 10), guests: ['worker', 'galeeva'] })
        .after(60)
        .does(e, 'recordVisit')
        .after(1);
      s.does(e, 'planMeeting', { at: s.hourIn(4, 6), guests: ['shafeev', 'sidorov'] })
        .after(20)
        .does(e, 'receiveDocuments')
        .after(1)
        .does(e, 'requestDocuments', { day: s.until(9) });
    },
  },
  {
    what: 'extended',
    kind: 'appeal59',
    days: 30,
    waited: 24 * 18,
    told: (s, e) =>
      s
        .after(3, 9)
        .does(C, 'assign', { whom: e })
        .after(1)
        .does(e, 'report', { whom: 'yusupov' })
        .after(1)
        .does(e, 'takeIntoWork')
        .after(30, 50)
        .does('garipov', 'extendTerm', { days: 9 }),
  },
  {
    what: 'assigned to another',
    kind: 'message',
    days: 10,
    waited: 4,
    told: (s, e) => {
      const other = e === 'sidorov' ? 'petrov' : 'sidorov';
      s.after(10)
        .does(C, 'assign', { whom: e })
        .after(10, 14)
        .does(K, 'assign', { whom: other })
        .after(40)
        .does(other, 'takeIntoWork')
        .after(60)
        .does(C, 'assign', { whom: 'galeeva' });
    },
  },
  { what: 'nobody touches it', kind: 'appeal59', days: 30, waited: 24 * 12, told: () => undefined },
];

const EXECUTORS = ['petrov', 'galeeva', 'sidorov'] as const;
/** One array of 21 on the first morning; others one by one. */
const FIRST_MORNING = msk('12-14 08:20:07');
const OTHERS = [
  '12-14 11:03:07',
  '12-14 23:41:07',
  '12-15 09:12:07',
  '12-16 15:30:07',
  '12-17 10:15:07',
  '12-18 16:55:07',
  '12-19 12:00:07',
  '12-21 10:44:07',
  '12-21 14:20:07',
  '12-23 09:02:07',
  '12-23 11:00:07',
  '12-24 09:30:07',
  '12-28 10:10:07',
  '01-04 12:34:07',
];

const fixed = () => new Story(0, () => 0);
const number = (index: number) => String(327_441_800 + index);

/** Forty lives of appeals. */
const ALL: readonly Omit<Life, 'together'>[] = [
  ...Array.from({ length: 35 }, (_, index): Omit<Life, 'together'> => {
    const { told, what, kind, days, waited } = STORIES[index % STORIES.length]!;
    const random = randomOf(334 + index);
    const received = index < 21 ? FIRST_MORNING : msk(OTHERS[index - 21]!);
    const story = new Story(received, random);
    told(story, EXECUTORS[Math.floor(random() * EXECUTORS.length)]!);
    const registered = Math.floor((received - waited * (0.8 + 0.3 * random()) * HOUR) / 1_000) * 1_000;
    return { number: number(index), what, kind, days, registered, received, happenings: story.happenings };
  }),
  // The fact is the act's: it comes between the end of the duty and the tick. The undone assignment leaves the first term as it was.
  {
    number: number(35),
    what: 'an assignment is undone, a duty ends a moment before the next; an executor who is away is replaced',
    kind: 'message',
    days: 30,
    registered: msk('12-17 09:00'),
    received: msk('12-17 09:20:07'),
    happenings: fixed()
      .at('12-18 14:00:07')
      .does(C, 'assign', { whom: 'petrov' })
      .at('12-18 14:00:37')
      .does(C, 'undoAssignment')
      .at('12-18 15:00:07')
      .does(C, 'assign', { whom: 'petrov' })
      .at('12-21 15:00:10')
      .does(C, 'assign', { whom: 'sidorov' })
      .at('12-22 13:00:07')
      .does(C, 'assign', { whom: 'galeeva' })
      .at('12-22 14:30:07')
      .does(K, 'replaceExecutor', { whom: 'petrov' }).happenings,
  },
  {
    number: number(36),
    what: 'the outage swallows a visit: nobody hears of it an hour before, nor when it is over',
    kind: 'message',
    days: 30,
    registered: msk('12-21 08:00'),
    received: msk('12-21 08:50:07'),
    happenings: fixed()
      .at('12-21 09:10:07')
      .does(C, 'assign', { whom: 'petrov' })
      .at('12-21 09:30:07')
      .does('petrov', 'report', { whom: 'shafeev' })
      .at('12-21 09:40:07')
      .does('petrov', 'takeIntoWork')
      .at('12-21 10:00:07')
      .does('petrov', 'planVisit', { at: msk('12-22 10:30'), guests: ['worker'] }).happenings,
  },
  // Half of the duty is told at 09:35, before the clock goes back from 10:20 to 9:20; taking it into work at the second 9:25 plans the duty anew.
  {
    number: number(37),
    what: 'told in the hour that came twice',
    kind: 'message',
    days: 30,
    registered: msk('12-21 07:00'),
    received: msk('12-21 16:00:07'),
    happenings: fixed()
      .at('12-22 14:05:07')
      .does(C, 'assign', { whom: 'sidorov' })
      .at('12-23 10:25:07')
      .does('sidorov', 'takeIntoWork').happenings,
  },
  // For «Отложить»: the second to have it assigned has it until 16.12 9:00:07, as the duty; half of that at 13:30:07, 80 % at 16:12:07.
  {
    number: number(38),
    what: 'a reminder is put off',
    kind: 'message',
    days: 5,
    registered: msk('12-11 20:40'),
    received: msk('12-14 12:10:07'),
    happenings: fixed()
      .at('12-14 15:30:07')
      .does(C, 'assign', { whom: 'petrov' })
      .at('12-15 09:00:07')
      .does(C, 'assign', { whom: 'snegirev' }).happenings,
  },
  {
    number: number(39),
    what: 'over before it came',
    kind: 'message',
    days: 3,
    registered: msk('12-10 10:00'),
    received: msk('12-15 10:20:07'),
    happenings: [],
  },
];

export const LIVES: readonly Life[] = ALL.map((life) => ({
  ...life,
  together: ALL.filter(({ received }) => received === life.received).length,
}));

/** «Напомнить через час», pressed on the phone. */
export const SNOOZE = {
  number: number(38),
  who: 'snegirev',
  when: msk('12-15 15:55:07'),
  again: msk('12-15 16:55:15'),
} as const;

/** What comes in one HTTP request. */
export const ARRIVALS: readonly { readonly when: Instant; readonly lives: readonly Life[] }[] = [
  ...new Set(LIVES.map(({ received }) => received)),
].map((when) => ({
  when,
  lives: LIVES.filter(({ received }) => received === when),
}));
