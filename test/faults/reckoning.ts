import { pause } from '../support/until';
import { isAbout, type Heard } from './ledger';
import type { Lived } from './lives';
import type { FaultOffice, Team } from './office';

/** An entry of the journal, and when the suite first saw it. */
interface Entry {
  readonly id: number;
  readonly action: string;
  readonly number: string;
  readonly toStage: string | null;
  readonly seenAt: number;
}

/** A message that somebody must hear, because the journal says so. */
export interface Due {
  readonly chatId: number;
  readonly number: string;
  readonly entry: Entry;
}

export interface Figures {
  /** Appeals, words and photos that were taken from people. */
  readonly accepted: number;
  readonly due: number;
  readonly lost: number;
  readonly doubled: number;
  /** Where the messenger would have refused them. */
  readonly doubledEdits: number;
  /** Accepted by the messenger, but the answer was lost, or the process died with it in hand: each may come twice. */
  readonly ambiguous: number;
  readonly outOfOrder: number;
  readonly recoverySeconds: number;
  readonly longestSeconds: number;
  readonly kills: number;
  readonly exits: readonly { readonly code: number | null; readonly seconds: number }[];
  /** In words, what was lost, doubled or stale. */
  readonly findings: readonly string[];
}

/** What the regulation's journal says has happened, looked at again and again; a database that is away is asked later. */
export class Journal {
  private readonly known = new Map<number, Entry>();
  private over = false;
  private readonly watching: Promise<void>;

  constructor(private readonly office: FaultOffice) {
    this.watching = this.watch();
  }

  get entries(): Entry[] {
    return [...this.known.values()].sort((one, other) => one.id - other.id);
  }

  async look(): Promise<void> {
    const rows = await this.office.rows<Omit<Entry, 'seenAt'> & { id: string }>(
      `select j.id, j.action, a.number, j.to_stage as "toStage" from journal_entry j join appeal a on a.id = j.appeal_id
       where j.id > $1`,
      [Math.max(0, ...this.known.keys()) - 50],
    );
    for (const { id, ...row } of rows)
      if (!this.known.has(Number(id)))
        this.known.set(Number(id), { ...row, id: Number(id), seenAt: performance.now() });
  }

  async close(): Promise<void> {
    this.over = true;
    await this.watching;
  }

  private async watch(): Promise<void> {
    while (!this.over) {
      await this.look().catch(() => undefined);
      await pause(200);
    }
  }
}

/** Whom an entry calls, from the roster alone: what the outbox holds is not asked. */
export function dueOf({ people: { teams, crowd } }: FaultOffice, entries: readonly Entry[], lives: Lives): Due[] {
  const coordinators = [...teams.map(({ coordinator }) => coordinator), ...crowd].map(({ id }) => id);
  return entries.flatMap((entry) => {
    const team = lives.find(({ lived }) => lived.some(({ number }) => number === entry.number))?.team;
    const called = {
      register: coordinators,
      assign: team ? [team.executor.id] : [],
      report: team ? [team.supervisor.id] : [],
    }[entry.action];
    return (called ?? []).map((chatId) => ({ chatId, number: entry.number, entry }));
  });
}

export type Lives = readonly { readonly team: Team; readonly lived: readonly Lived[] }[];

const ACTS = ['register', 'assign', 'takeIntoWork', 'report', 'acknowledgeReport', 'comment'];
const STAGES: Readonly<Record<string, string>> = {
  coordination: 'На координации',
  assigned: 'Назначено',
  in_progress: 'В работе',
};
/** Entries that the suite saw in one look or two may have been committed side by side: they have no order. */
const SIDE_BY_SIDE_MS = 500;

const isCardOf = (number: string, text: string): boolean => new RegExp(`(^|\\n)№ ${number} · `).test(text);

/** What became of everything, by what the messenger has accepted. */
export class Reckoning {
  private readonly findings: string[] = [];
  private readonly byChat = new Map<number, Heard[]>();
  private lost = 0;
  private doubled = 0;
  private outOfOrder = 0;

  constructor(
    private readonly office: FaultOffice,
    private readonly entries: readonly Entry[],
    private readonly lives: Lives,
    private readonly news: readonly string[],
  ) {
    for (const message of office.ledger.messages) {
      const chat = this.byChat.get(message.chatId) ?? [];
      chat.push(message);
      this.byChat.set(message.chatId, chat);
    }
  }

  async figures(faultEndedAt: number): Promise<Figures> {
    const { office, entries, lives, news } = this;
    const due = dueOf(office, entries, lives);
    const waits = due.flatMap((one) => {
      const heard = this.about(one.chatId, one.number)[0];
      if (!heard) this.loses(`${one.entry.action} of ${one.number} was not heard in ${one.chatId}`);
      return heard ? [{ since: one.entry.seenAt, until: heard.at }] : [];
    });
    this.lookAtActs();
    await this.lookAtWords();
    if (office.gateway) await this.lookAtShipments(office.gateway.known);
    this.lookAtCards();
    this.lookAtOrder();
    const parked = await office.rows<{ error: string }>(
      `select last_error as error from inbox_update where state = 'parked'`,
    );
    for (const { error } of parked) this.loses(`an update was set aside: ${error.slice(0, 120)}`);
    const lived = lives.flatMap((life) => life.lived);
    const recovered = waits.filter(({ since }) => since < faultEndedAt).map(({ until }) => until - faultEndedAt);
    return {
      accepted: news.length + lived.length + lived.filter(({ finished }) => finished).length * 3,
      due: due.length,
      lost: this.lost,
      doubled: this.doubled,
      doubledEdits: office.messenger.takesSameEdits ? 0 : office.ledger.doubledEdits,
      ambiguous: office.ledger.ambiguous + office.underWayAtKills,
      outOfOrder: this.outOfOrder,
      recoverySeconds: Math.max(0, ...recovered) / 1_000,
      longestSeconds: Math.max(0, ...waits.map(({ since, until }) => until - since)) / 1_000,
      kills: office.kills,
      exits: office.exits,
      findings: this.findings,
    };
  }

  private about(chatId: number, number: string): Heard[] {
    return (this.byChat.get(chatId) ?? []).filter(({ first }) => isAbout(number, first));
  }

  private loses(what: string): void {
    this.lost += 1;
    this.findings.push(`lost: ${what}`);
  }

  /** Each act of a life once, in its order; what was registered is registered. */
  private lookAtActs(): void {
    const actsOf = (number: string) =>
      this.entries
        .filter((entry) => entry.number === number && ACTS.includes(entry.action))
        .map(({ action }) => action);
    for (const number of this.news)
      if (!actsOf(number).includes('register')) this.loses(`the appeal ${number} was accepted and is not there`);
    for (const { number, kept, stuckAt } of this.lives.flatMap(({ lived }) => lived)) {
      const acts = actsOf(number);
      for (const act of ACTS) {
        const times = acts.filter((one) => one === act).length;
        if (times === 0 && !(kept && act === 'comment'))
          this.loses(`${act} of ${number} was not done${stuckAt === null ? '' : `, stuck at ${stuckAt}`}`);
        if (times > 1) this.doubles(times - 1, `${act} of ${number} was done ${times} times`);
      }
    }
  }

  private async lookAtWords(): Promise<void> {
    const rows = await this.office.rows<{ number: string; text: string; photos: number }>(
      `select a.number, y.text, (select count(*)::int from attachment t where t.appeal_id = a.id) as photos
       from delivery y join appeal a on a.id = y.appeal_id where y.kind = 'comment'`,
    );
    for (const { number, words, finished } of this.lives.flatMap(({ lived }) => lived)) {
      const row = rows.find((one) => one.number === number);
      if (!row && !finished) continue;
      for (const word of words) if (row?.text.includes(word) !== true) this.loses(`«${word}»`);
      // A sentence that goes on in the next message is not broken.
      if (row && row.text !== words.join(' ')) this.outOfOrder += 1;
      if (row?.photos !== 1) this.loses(`the photo of ${number}: there are ${row?.photos ?? 0}`);
    }
  }

  /** Each comment is in ПОС: once there, however often it was brought, and once in the journal. */
  private async lookAtShipments(brought: ReadonlySet<string>): Promise<void> {
    const rows = await this.office.rows<{ number: string; key: string; state: string; placed: number }>(
      `select a.number, s.key, s.state, (select count(*)::int from journal_entry j where j.appeal_id = a.id and j.action = 'place') as placed
       from delivery y join appeal a on a.id = y.appeal_id left join shipment s on s.delivery_id = y.id where y.kind = 'comment'`,
    );
    for (const { number, key, state, placed } of rows) {
      if (state !== 'delivered' || !brought.has(key))
        this.loses(`the comment of ${number} is ${state} on its way to ПОС`);
      if (placed === 0) this.loses(`nothing says that the comment of ${number} is in ПОС`);
      if (placed > 1) this.doubles(placed - 1, `the comment of ${number} was placed ${placed} times`);
    }
    if (brought.size > rows.length) this.doubles(brought.size - rows.length, 'the gateway has comments that are none');
  }

  /** One card of an appeal in a chat, which shows its stage; and nobody who only listens was called twice. */
  private lookAtCards(): void {
    const stageOf = (number: string) =>
      this.entries.findLast((entry) => entry.number === number && entry.toStage !== null)?.toStage ?? '';
    const watchers = new Set(this.office.people.crowd.map(({ id }) => id));
    const numbers = [...this.news, ...this.lives.flatMap(({ lived }) => lived).map(({ number }) => number)];
    for (const [chatId, messages] of this.byChat) {
      for (const number of numbers) {
        const came = messages.filter(({ first }) => isCardOf(number, first));
        const stays = messages.filter(({ text, deleted }) => !deleted && isCardOf(number, text));
        const copies = Math.max(stays.length, watchers.has(chatId) ? came.length : 0) - 1;
        if (copies > 0) this.doubles(copies, `the card of ${number} came ${copies + 1} times to ${chatId}`);
        const stage = STAGES[stageOf(number)];
        const card = stays.at(-1);
        if (card && stage !== undefined && !card.text.includes(stage))
          this.loses(`the card of ${number} in ${chatId} does not show «${stage}»`);
      }
    }
  }

  private lookAtOrder(): void {
    const registered = this.entries.filter(({ action }) => action === 'register');
    for (const { id } of this.office.people.crowd) {
      let before: { readonly at: number; readonly seenAt: number } | null = null;
      for (const { number, seenAt } of registered) {
        const heard = this.about(id, number)[0];
        if (!heard) continue;
        if (before && heard.at < before.at && seenAt - before.seenAt > SIDE_BY_SIDE_MS) this.outOfOrder += 1;
        before = { at: heard.at, seenAt };
      }
    }
  }

  private doubles(count: number, what: string): void {
    this.doubled += count;
    this.findings.push(`doubled: ${what}`);
  }
}
