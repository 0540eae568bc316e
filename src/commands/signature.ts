import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { signatureLines } from '../../bots/conversation/kit/signature-lines';
import { loadCalendar } from '../adapters/calendars';
import { openSignatureChecker } from '../adapters/signature/signature-checker';
import { TrustError } from '../adapters/signature/trust-error';
import { trustLines } from '../adapters/signature/trust-words';
import { systemClock } from '../clock';
import { ConfigError, loadConfig, type Config } from '../config';
import { readEnvironment } from './environment';
import { wordsOf, type Words } from '../i18n';
import { isSnils } from '../text/personal-data-rules';
import type { SignatureRequest, Signer } from '../usecases/kit/signature';

const say = (line: string) => process.stdout.write(`${line}\n`);

/** What the caller must mend: the arguments, a file, the environment. */
class Misused extends Error {
  override readonly name = 'Misused';
}

/**
 * `npm run signature -- FILE.pdf FILE.sig [options]`: the check that the bot makes, of any file, without a database or a bot.
 * @returns exit code: 0 good, 1 refused
 * @throws Misused, ConfigError, TrustError
 */
async function main(args: readonly string[]): Promise<number> {
  readEnvironment();
  const config = loadConfig(process.env);
  const words = wordsOf(config.defaultLocale);
  const request = await requestOf(args, words);
  if (config.signatureTrustDir === null) throw new Misused(words.plain('signature:command.noTrust'));
  const check = await checked(request, config.signatureTrustDir, config, words);
  const calendar = loadCalendar({ zone: config.timeZone, ...config.workingHours });
  for (const line of signatureLines(check, words, calendar)) say(line);
  return check.good ? 0 : 1;
}

async function checked(request: SignatureRequest, folder: string, { signatureCrl }: Config, words: Words) {
  try {
    const checker = await openSignatureChecker({ folder, unknownRevocation: signatureCrl });
    return await checker.check(request).finally(checker.close);
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    throw new Misused(trustLines(error, words).join('\n'));
  }
}

const OPTIONS = {
  person: { type: 'string' },
  snils: { type: 'string' },
  unqualified: { type: 'boolean' },
  former: { type: 'string', multiple: true },
  at: { type: 'string' },
} as const;

async function requestOf(args: readonly string[], words: Words): Promise<SignatureRequest> {
  const { values, positionals } = parsed(args, words);
  const [document, signature, ...more] = positionals;
  if (document === undefined || signature === undefined || more.length > 0) throw usage(words);
  const at = values.at === undefined ? systemClock.now() : z.iso.datetime({ offset: true }).safeParse(values.at).data;
  if (at === undefined) throw usage(words);
  const former = await Promise.all((values.former ?? []).map((file) => opened(file, words)));
  return {
    document: await opened(document, words),
    signature: await opened(signature, words),
    signer: signerOf(values, words),
    needed: values.unqualified === true ? 'unqualified' : 'qualified',
    at: new Date(at),
    issuedAt: null,
    former,
  };
}

function parsed(args: readonly string[], words: Words) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch {
    throw usage(words);
  }
}

const usage = ({ plain }: Words): Misused => new Misused(plain('signature:command.usage'));

function signerOf(
  { person, snils }: { readonly person?: string | undefined; readonly snils?: string | undefined },
  { plain }: Words,
): Signer | null {
  if (snils !== undefined && !isSnils(snils)) throw new Misused(plain('signature:command.snils', { snils }));
  if (person === undefined && snils === undefined) return null;
  return { name: person ?? null, snils: snils?.replace(/\D/g, '') ?? null, inn: null };
}

async function opened(file: string, { plain }: Words): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new Misused(plain('signature:command.unreadable', { file, reason }));
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const isCallers = error instanceof Misused || error instanceof ConfigError;
    process.stderr.write(`${isCallers ? error.message : String(error)}\n`);
    // 1 is a signature that was refused; a fault of ours must not be taken for one
    process.exitCode = isCallers ? 2 : 3;
  },
);
