import { describeError, framesOf, type Log } from '../../process/log';
import { refuseFile } from '../../usecases/registry/note-rows';
import { filesUnderWay, type FileState } from '../../usecases/registry/files';
import { putAside, takeoversUnderWay, workTakeover } from '../../usecases/registry/work-takeover';
import { WakingLoop, type Rest } from '../../waking/loop';
import { bringIn, type BringingIn } from './bring-in';
import type { WatchedFolder } from './watched-folder';

export interface RegistryWorkOptions extends Omit<BringingIn, 'signal' | 'onProgress'> {
  readonly log: Log;
  /** Null: no folder is watched. */
  readonly folder: WatchedFolder | null;
}

/** What is under way when it leaves or stops ends with its part; another process, or the next start, goes on from there. */
export interface RegistryWork extends Pick<WakingLoop, 'start' | 'leave' | 'stop'> {
  /** Looks for files now. */
  look(): void;
}

const LOOK_EVERY_MS = 2_000;
/** A file at which we fail so often is at fault, or we are: its people must hear of it. */
const MOST_TRIES = 5;

/** Brings registry files in, one after another, in one process at a time: it has a reading process and a connection, and no press waits for it. */
export function createRegistryWork({ folder, log, ...bringing }: RegistryWorkOptions): RegistryWork {
  const mendMany = createMending({ log, ...bringing });
  const failures = new Map<number, number>();
  async function bring({ id }: FileState, signal: AbortSignal): Promise<void> {
    try {
      const file = await bringIn({ ...bringing, signal }, id);
      if (file) await folder?.putAway(file);
      failures.delete(id);
    } catch (error) {
      const tries = (failures.get(id) ?? 0) + 1;
      failures.set(id, tries);
      // one that is brought in and can't be put away lies in its folder for as long as nobody mends that
      if (tries <= MOST_TRIES)
        log.error({ ...faultOf(error), fileId: id, tries }, 'a registry file failed; it is tried again');
      if (tries === MOST_TRIES) await refuseFile(bringing.desk, id, { reason: 'fault', params: {} });
    }
  }

  async function work(signal: AbortSignal): Promise<Rest> {
    const taken = (await folder?.take()) ?? [];
    const files = new Map([...taken, ...(await filesUnderWay(bringing.desk))].map((file) => [file.id, file]));
    for (const file of files.values()) if (!signal.aborted) await bring(file, signal);
    let rest: Rest = LOOK_EVERY_MS;
    for (const id of await takeoversUnderWay(bringing.desk)) if (await mendMany(id, signal)) rest = 'more';
    return rest;
  }

  const loop = new WakingLoop({
    step: work,
    complaint: 'registry files were not looked for',
    failureRestMs: LOOK_EVERY_MS,
    log,
  });
  return {
    start: () => loop.start(),
    look: () => loop.wake(),
    leave: () => loop.leave(),
    stop: () => loop.stop(),
  };
}

/**
 * «Назначить как в ПОС» and the like: what was pressed for many goes on in pieces, each a transaction of its own. What fails again and
 * again is looked at one by one, so that one appeal holds up no others.
 * @returns true: it is to be looked at once more
 */
function createMending({ desk, wake, log }: Pick<RegistryWorkOptions, 'desk' | 'wake' | 'log'>) {
  const failures = new Map<number, number>();
  return async (takeoverId: number, signal: AbortSignal): Promise<boolean> => {
    try {
      let goesOn = true;
      while (goesOn && !signal.aborted) {
        goesOn = await workTakeover(desk, takeoverId);
        failures.delete(takeoverId);
      }
      return false;
    } catch (error) {
      const tries = (failures.get(takeoverId) ?? 0) + 1;
      failures.set(takeoverId, tries);
      log.error({ ...faultOf(error), takeoverId, tries }, 'what was pressed for many failed; it is tried again');
      if (tries < MOST_TRIES) return false;
      failures.delete(takeoverId);
      for (const thrown of await putAside(desk, takeoverId))
        log.error({ reason: describeError(thrown), takeoverId }, 'an appeal is left to people; the others go on');
      return true;
    } finally {
      wake();
    }
  };
}

const faultOf = (error: unknown) => ({ reason: describeError(error), at: framesOf(error) });
