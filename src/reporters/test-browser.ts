/** For tests: Debian's Chromium, headless, without any network of its own. */
import { existsSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { chromium } from 'playwright-core'

const PATH = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'

/** @throws Error that says what to install when there is no browser */
export async function openBrowser(): Promise<Browser> {
  if (!existsSync(PATH)) {
    throw new Error(
      `These tests open the HTML reports in Chromium, and there is none at ${PATH}. ` +
        'Install it (apt-get install -y chromium), or set CHROMIUM_PATH to the browser you have.',
    )
  }
  return chromium.launch({
    executablePath: PATH,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  })
}
