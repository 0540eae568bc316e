/** Of the program, as package.json says; a test keeps them one. */
export const VERSION = '0.2.0';
