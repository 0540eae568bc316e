import { fileOf, jpeg } from '../src/stand/support';
import { pause } from '../support/until';
import { isAbout, type Heard } from './ledger';
import type { FaultOffice, Team } from './office';

/** What a life has given to the bot, to be found again. */
export interface Lived {
  readonly number: string;
  readonly words: readonly string[];
  /** All its acts were seen to be done. */
  finished: boolean;
  /** Its form was left over a day, as the clock went: the bot keeps the words, and asks what they belong to. */
  kept: boolean;
  /** What people waited for in vain. */
  stuckAt: string | null;
}

const KEPT = /К какому обращению\?|Это к №/;
const PATIENCE = { firstMs: 1_500, longestMs: 20_000 };

/** People who work on appeals as they do on a bad network: look, tap, wait, tap again, each time a little longer. */
export class Life {
  readonly lived: Lived[] = [];
  steps = 0;

  constructor(
    private readonly office: FaultOffice,
    private readonly team: Team,
    /** Whoever still waits then has waited in vain. */
    private readonly isOver: () => boolean,
  ) {}

  /** One appeal after the other, until it is enough. */
  async work(isEnough: () => boolean): Promise<void> {
    while (!isEnough() && !this.isOver()) {
      const number = await this.office.register(this.isOver);
      if (number === null) return;
      const life: Lived = {
        number,
        words: [`Часть первая ${number}`, `часть вторая ${number}.`],
        finished: false,
        kept: false,
        stuckAt: null,
      };
      this.lived.push(life);
      try {
        await this.workOn(life);
        life.finished = !life.kept;
      } catch (error) {
        if (!(error instanceof Stuck)) throw error;
        life.stuckAt = error.message;
        return;
      }
    }
  }

  private async workOn(life: Lived): Promise<void> {
    const {
      number,
      words: [first = '', second = ''],
    } = life;
    const { coordinator, executor, supervisor, surname } = this.team;
    const [byCoordinator, byExecutor, bySupervisor] = [coordinator.id, executor.id, supervisor.id];
    const sees = (who: number, part: string | RegExp) => () =>
      this.about(who, number).some(({ text }) => (typeof part === 'string' ? text.includes(part) : part.test(text)));
    const offers = (who: number, caption: string) => () =>
      this.about(who, number).some(({ keys }) => keys.some(({ text }) => text.includes(caption)));

    await this.tap(
      byCoordinator,
      // Once it has learned who does such work, it offers them, and asks.
      ['Да, назначить', `${surname} Э.И.`, 'Назначить исполнителя'],
      number,
      sees(byCoordinator, 'Назначено'),
    );
    await this.tap(byExecutor, ['Взять в работу'], number, sees(byExecutor, 'В работе'));
    await this.tap(byExecutor, [`${surname} С.И.`, 'Доложить руководителю'], number, sees(byExecutor, 'Доложено'));
    await this.tap(bySupervisor, ['Принято'], number, sees(bySupervisor, /Доложено .*, принято/));
    await this.tap(byExecutor, ['Комментарий и фото'], number, sees(byExecutor, 'Напишите комментарий'));
    await this.photo(byExecutor);
    await this.say(byExecutor, first);
    await this.say(byExecutor, second);
    const isThere = sees(byExecutor, new RegExp(`${second.slice(0, -1)}[\\s\\S]*Принято фото: 1`));
    const isKept = () => this.office.ledger.chat(byExecutor).some(({ text }) => KEPT.test(text));
    await this.until('words and photo are there', () => isThere() || isKept());
    if (isThere())
      await this.tap(byExecutor, ['Готово'], number, () => offers(byExecutor, 'работы завершены')() || isKept());
    if (!isKept()) {
      const isOver = () => !offers(byExecutor, 'работы завершены')();
      await this.tap(byExecutor, ['работы завершены'], number, isOver);
    }
    // A form that is gone may have run out: what it held is asked about a moment later.
    await this.until(
      'the comment is there, or kept',
      () => sees(byExecutor, 'Ход работ: работы завершены')() || isKept(),
    );
    life.kept = isKept();
  }

  private about(who: number, number: string): Heard[] {
    return this.office.ledger.chat(who).filter(({ text }) => isAbout(number, text));
  }

  /** Presses the first of these that is offered: where a form was left too long, one begins it anew. */
  private async tap(who: number, captions: readonly string[], number: string, isShown: () => boolean): Promise<void> {
    for (let patience = PATIENCE.firstMs; !isShown(); patience = Math.min(PATIENCE.longestMs, patience * 1.5)) {
      const [offered] = captions.flatMap((caption) => this.offeredIn(who, number, caption) ?? []);
      if (offered) void this.office.phone(who, 'press', offered).catch(() => undefined);
      const end = performance.now() + (offered ? patience : 100);
      while (performance.now() < end && !isShown()) {
        if (this.isOver()) throw new Stuck(`«${captions.join('», «')}» on ${number}`);
        await pause(25);
      }
    }
    this.steps += 1;
  }

  private offeredIn(who: number, number: string, caption: string): { messageId: number; data: string } | null {
    for (const { messageId, keys } of this.about(who, number).toReversed()) {
      const key = keys.find(({ text }) => text.includes(caption));
      if (key) return { messageId, data: key.callback_data ?? '' };
    }
    return null;
  }

  private async until(what: string, isTrue: () => boolean): Promise<void> {
    while (!isTrue()) {
      if (this.isOver()) throw new Stuck(what);
      await pause(25);
    }
    this.steps += 1;
  }

  private async say(who: number, text: string): Promise<void> {
    await this.office.phone(who, 'send', { text });
    this.steps += 1;
  }

  private async photo(who: number): Promise<void> {
    const form = new FormData();
    form.append('photo', fileOf(jpeg(800 + (this.steps % 500), 600), 'photo.jpg', 'image/jpeg'));
    await this.office.phone(who, 'send', form);
    this.steps += 1;
  }
}

class Stuck extends Error {}
