/** Says a key in the language of the screen, with `{name}` replaced by `params.name`. */
export type Say = (key: string, params?: Record<string, string | number>) => string;
