/** Beyond 2^53 a number of JSON is read as another one. */
const LONG_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;

/**
 * JSON in which whole numbers of 16 digits and more are texts, digit by digit as they were written.
 * @throws SyntaxError
 */
export const parseExactly = (json: string): unknown =>
  JSON.parse(json.replace(LONG_NUMBER, (found) => (found.startsWith('"') ? found : `"${found}"`)));
