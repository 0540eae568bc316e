import type { SignatureCheck, SignatureRequest } from '../../usecases/kit/signature';
import { checkSignature } from './check';
import { readTrust } from './read-trust';
import type { UnknownRevocation } from './revocation';
import type { Trust } from './trust';
import { TrustError, type TrustFault } from './trust-error';
import { readTrustFiles, stateOfTrust, type Listed } from './trust-folder';

// A worker for which strangers' bytes are as good as its end.

interface Checking {
  readonly request: SignatureRequest;
  readonly unknownRevocation: UnknownRevocation;
}
interface Trusted {
  readonly folder: string;
  readonly listed: readonly Listed[];
}

let known: { readonly state: string; readonly trust: Trust } | null = null;

/** Null: this worker is a new one, and trusts nobody yet. */
export const check = ({ request, unknownRevocation }: Checking): SignatureCheck | null =>
  known && checkSignature(request, known.trust, unknownRevocation);

/** To know what the operator trusts now; what is known already is not read again. @returns what is wrong with it */
export async function trust({ folder, listed }: Trusted): Promise<readonly TrustFault[]> {
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
