const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
/** Beyond 2^53 a whole number of JSON is read as another one; a fraction has all its digits behind its point. */
const LONG_WHOLE_NUMBER = /^-?\d{16,}$/;

/**
 * JSON in which whole numbers of 16 digits and more are texts, digit by digit as they were written.
 * @throws SyntaxError
 */
export const parseExactly = (json: string): unknown =>
  JSON.parse(json.replace(TEXT_OR_NUMBER, (found) => (LONG_WHOLE_NUMBER.test(found) ? `"${found}"` : found)));
