import { NetworkError } from '../messenger/exchange';
import type { Service } from '../messenger/service';
import { MaxError } from './errors';

/** The name of this messenger in rows. */
export const MAX = 'max';

/** Node's words for a certificate whose authority this machine does not trust. */
const UNTRUSTED =
  /UNABLE_TO_GET_ISSUER_CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED_CERT|unable to (?:get (?:local )?issuer|verify the first) certificate|self-signed certificate/i;

/** MAX' servers have certificates of the state's own authority, which no system trusts by itself. */
const ROOT =
  'its certificate is of an authority that this machine does not trust: fetch russian_trusted_root_ca_pem.crt from ' +
  'https://www.gosuslugi.ru/crt, name the file in NODE_EXTRA_CA_CERTS and start the bot again';

/** MAX, as whoever waits for it knows it. */
export const MAX_SERVICE: Service = {
  name: 'MAX',
  tokenVariable: 'MAX_TOKEN',
  webhookVariable: 'MAX_WEBHOOK_URL',
  renewal: "take the current one from the organization's page at MAX, put it into MAX_TOKEN and restart the bot",
  tokenBy(error) {
    if (!(error instanceof MaxError)) return 'nothing';
    if (error.status === 401) return 'refused';
    return error.status < 500 && error.status !== 429 ? 'taken' : 'nothing';
  },
  isSilence: (error) => error instanceof NetworkError,
  untrusted: (error) => (error instanceof NetworkError && UNTRUSTED.test(error.message) ? ROOT : null),
  retryAfter: (error) => (error instanceof MaxError ? error.retryAfter : undefined),
};
