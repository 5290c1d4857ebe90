import { createRequire } from 'node:module';
import { type Browser, chromium } from 'playwright-core';
import { unpack86, unpackModern } from './unpack.ts';

const require = createRequire(import.meta.url);

/** Nothing but this machine has a name: a request that leaves fails, and is seen to fail. */
const ALONE = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost';

/** What the tests use of a page of Chromium 86 (Puppeteer 5, which brings no types). */
export interface Page86 {
  on(event: string, heard: (what: never) => void): void;
  goto(url: string, options?: { waitUntil?: string; timeout?: number }): Promise<unknown>;
  evaluate<R>(code: string): Promise<R>;
  evaluateOnNewDocument(code: string): Promise<void>;
  click(selector: string): Promise<void>;
  select(selector: string, ...values: string[]): Promise<string[]>;
  keyboard: { press(key: string): Promise<void> };
  mouse: { click(x: number, y: number): Promise<void> };
  screenshot(options: { path?: string }): Promise<unknown>;
  setViewport(size: { width: number; height: number }): Promise<void>;
  close(): Promise<void>;
}

export interface Browser86 {
  version(): Promise<string>;
  newPage(): Promise<Page86>;
  close(): Promise<void>;
}

/** A current headless Chromium with WebGL 2 in software, driven by Playwright. */
export async function launchModern(): Promise<Browser> {
  const { executable, env } = unpackModern();
  return chromium.launch({
    executablePath: executable,
    env,
    args: [
      '--no-sandbox',
      '--no-zygote',
      '--use-gl=angle',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--ignore-gpu-blocklist',
      '--font-render-hinting=none',
      ALONE,
    ],
  });
}

/** A real Chromium 86 with WebGL 2 in software, driven by Puppeteer 5. */
export async function launch86(): Promise<Browser86> {
  const { executable, env } = unpack86();
  const puppeteer = require('puppeteer-core') as {
    launch(options: object): Promise<Browser86>;
  };
  return puppeteer.launch({
    executablePath: executable,
    env,
    headless: true,
    defaultViewport: { width: 1440, height: 900 },
    args: [
      '--no-sandbox',
      '--no-zygote',
      '--use-gl=swiftshader',
      '--ignore-gpu-blocklist',
      '--font-render-hinting=none',
      ALONE,
    ],
  });
}
