import { main } from '#cli/main.ts';

/** Runs the command with arguments, and gives what it says. */
export async function run(
  args: string[],
  lang = 'en',
): Promise<{ code: number; out: string; error: string }> {
  const out: string[] = [];
  const error: string[] = [];
  const code = await main(
    args,
    lang,
    (line) => out.push(line),
    (line) => error.push(line),
  );
  return { code, out: out.join('\n'), error: error.join('\n') };
}
