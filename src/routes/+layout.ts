/** The page is drawn in the browser; the build writes its shell, with the policy inside. */
export const ssr = false;
export const prerender = true;
