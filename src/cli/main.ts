import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cliTranslator } from '#lib/i18n/cli.ts';
import { translator } from '#lib/i18n/words.ts';
import type { Locale } from '#lib/i18n/words.ts';
import { audit } from '#cli/audit.ts';
import type { Console } from '#cli/console.ts';
import { demo } from '#cli/demo.ts';
import { inspect } from '#cli/inspect.ts';
import { shippedPacks } from '#cli/rule-pack.ts';
import { reach } from '#cli/reach.ts';
import { rules } from '#cli/rules.ts';
import { site } from '#cli/site.ts';

/** Takes `--lang` out of the arguments: the locale, or the value where it is none. */
function language(args: string[], environment: string): { locale: Locale; wrong: string | null } {
  const fallback: Locale = environment.startsWith('zh') ? 'zh-CN' : 'en';
  const at = args.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='));
  if (at < 0) return { locale: fallback, wrong: null };
  const joined = args[at].includes('=');
  const value = joined ? args[at].slice(args[at].indexOf('=') + 1) : (args[at + 1] ?? '');
  args.splice(at, joined ? 1 : 2);
  if (/^zh/i.test(value)) return { locale: 'zh-CN', wrong: null };
  if (/^en/i.test(value)) return { locale: 'en', wrong: null };
  return { locale: fallback, wrong: value };
}

/**
 * Runs a command of the command line.
 *
 * @param given the arguments after the program's name
 * @returns the exit code
 */
export async function main(
  given: readonly string[],
  environment: string,
  out: (line: string) => void,
  error: (line: string) => void,
): Promise<number> {
  const args = [...given];
  const { locale, wrong } = language(args, environment);
  const words = cliTranslator(locale);
  const say = translator(locale);
  const issueText = (code: string): string => say(`issue.${code}`);
  const console: Console = { out, error, locale, words, say, issueText };
  if (wrong !== null) {
    error(words('badLanguage', { found: wrong }));
    return 2;
  }
  const command = args.shift();
  const help = (): string => words('help', { packs: shippedPacks().join(', ') });
  if (command === undefined) {
    error(help());
    return 2;
  }
  if (command === 'help' || [command, ...args].some((arg) => arg === '--help' || arg === '-h')) {
    out(help());
    return 0;
  }
  if (command === 'audit') return audit(args, console);
  if (command === 'inspect') return inspect(args, console);
  if (command === 'reach') return reach(args, console);
  if (command === 'rules') return rules(args, console);
  if (command === 'site') return site(args, console);
  if (command === 'demo') return demo(args);
  error(words('unknownCommand', { command }));
  return 2;
}

const { argv, env, stdout, stderr } = process;
if (argv[1] !== undefined && fileURLToPath(import.meta.url) === realpathSync(argv[1])) {
  // npm runs scripts in the package's folder; paths are meant from where it was called.
  if (env.npm_lifecycle_event === 'lacuna' && env.INIT_CWD) process.chdir(env.INIT_CWD);
  // A reader that has seen enough (`| head`) is no fault; what is written to files goes on.
  for (const stream of [stdout, stderr])
    stream.on('error', (fault: NodeJS.ErrnoException) => {
      if (fault.code !== 'EPIPE') throw fault;
    });
  const error = (line: string): boolean => stderr.write(`${line}\n`);
  const environment = env.LC_ALL ?? env.LC_MESSAGES ?? env.LANG ?? '';
  main(argv.slice(2), environment, (line) => stdout.write(`${line}\n`), error)
    .catch((fault: unknown) => {
      const detail = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
      const locale: Locale = environment.startsWith('zh') ? 'zh-CN' : 'en';
      error(cliTranslator(locale)('unexpected', { detail }));
      return 2;
    })
    .then((code) => {
      process.exitCode = code;
    });
}
