import type { SignatureCheck, SignatureRequest } from '../../usecases/signature';
import { workForBot, type TaskOf } from '../apart';
import { checkSignature } from './check';
import { readTrust } from './read-trust';
import type { UnknownRevocation } from './revocation';
import type { Trust } from './trust';
import { TrustError, type TrustFault } from './trust-error';
import { readTrustFiles, stateOfTrust, type Listed } from './trust-folder';

/** What can be asked of the worker, for which strangers' bytes are as good as its end. */
export type Tasks = {
  /** To know what the operator trusts now. Answers what is wrong with it; what is known already is not read again. */
  trust: {
    readonly asks: { readonly folder: string; readonly listed: readonly Listed[] };
    readonly answers: readonly TrustFault[];
  };
  /** Null: this worker is a new one, and trusts nobody yet. */
  check: {
    readonly asks: { readonly request: SignatureRequest; readonly unknownRevocation: UnknownRevocation };
    readonly answers: SignatureCheck | null;
  };
};

/** Bytes. It holds what the operator trusts, and lists of large authorities are long. */
const MOST_HELD = 120_000_000;

let known: { readonly state: string; readonly trust: Trust } | null = null;

workForBot<Tasks>(carryOut, MOST_HELD);

async function carryOut(task: TaskOf<Tasks>): Promise<Tasks[keyof Tasks]['answers']> {
  switch (task.name) {
    case 'trust':
      return trust(task);
    case 'check':
      return known && checkSignature(task.request, known.trust, task.unknownRevocation);
  }
}

async function trust({ folder, listed }: Tasks['trust']['asks']): Promise<readonly TrustFault[]> {
  const state = stateOfTrust(listed);
  if (known?.state === state) return [];
  known = null;
  try {
    const read = readTrust(await readTrustFiles(folder, listed));
    if ('faults' in read) return read.faults;
    known = { state, trust: read.trust };
    return [];
  } catch (error) {
    // A process hands over no error of a kind, only what stands in it.
    if (error instanceof TrustError) return error.faults;
    throw error;
  }
}
