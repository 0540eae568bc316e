/**
 * «Кузнецова Юлия Юрьевна» → «Кузнецова Ю.Ю.», as lists and cards show people (domain.md). A name of one word stays,
 * a hyphenated first name gives both initials («Анна-Мария» → «А.-М.»).
 */
export function shortName(fullName: string): string {
  const [surname = '', ...rest] = fullName.trim().split(/\s+/);
  const initials = rest.map((part) =>
    part
      .split('-')
      .map((piece) => `${[...piece][0]?.toUpperCase() ?? ''}.`)
      .join('-'),
  );
  return initials.length === 0 ? surname : `${surname} ${initials.join('')}`;
}

/** «Ю.Ю. Кузнецова», as a signature on paper has it (ГОСТ Р 7.0.97). */
export const signatureName = (fullName: string): string => initialsFirst(shortName(fullName));

/** The same of «Кузнецова Ю.Ю.». */
export function initialsFirst(short: string): string {
  const [surname = '', ...initials] = short.split(' ');
  return initials.length === 0 ? short : `${initials.join(' ')} ${surname}`;
}
