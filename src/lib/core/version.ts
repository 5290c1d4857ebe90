/** Version of the program, as `package.json` has it: what a report says it was made by. */
export const VERSION = '0.1.0';
