/** «Координатор» begins with a small letter there; «ОГ» stays as it is. */
export const roleInSentence = (role: string): string =>
  role === role.toLocaleUpperCase('ru') ? role : role.toLocaleLowerCase('ru');
