import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ISSUE_CODES } from '#lib/core/ingest/issue-codes.ts';
import { translator } from '#lib/i18n/words.ts';

const PAGE = fileURLToPath(new URL('../../data/README.md', import.meta.url));
const BETWEEN = /(<!-- issues -->)[^]*?(<!-- \/issues -->)/;

/** Every issue code by weight with its sentence in both languages, as Markdown. */
export function issuePage(): string {
  const [zh, en] = [translator('zh-CN'), translator('en')];
  const codes = Object.entries(ISSUE_CODES);
  const sections = ['error', 'warning', 'note'].map((severity) => {
    const lines = codes
      .filter(([, own]) => own === severity)
      .map(([code]) => `- \`${code}\` ${zh(`issue.${code}`)} ${en(`issue.${code}`)}`);
    return `### ${severity}\n\n${lines.join('\n')}\n`;
  });
  return sections.join('\n');
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const page = readFileSync(PAGE, 'utf8');
  const written = page.replace(BETWEEN, (_, from, to) => `${from}\n\n${issuePage()}\n${to}`);
  writeFileSync(PAGE, written);
}
