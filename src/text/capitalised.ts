/** What begins a line, or stands under a letter as a post, begins with a capital, however it is kept. */
export const capitalised = (text: string): string => text.replace(/^\p{Ll}/u, (first) => first.toLocaleUpperCase('ru'));
