import type { Browser } from 'playwright-core';

/** What a first view of a page costs the visitor. */
export interface PremiereVue {
  readonly requests: number;
  /** Headers and bodies, as they crossed the network. */
  readonly bytes: number;
  readonly addresses: readonly string[];
}

/** Opens an address in a browser that knows nothing of the site yet, and measures what comes. */
export async function premiereVue(browser: Browser, url: string): Promise<PremiereVue> {
  const context = await browser.newContext({ locale: 'fr-FR' });
  try {
    const page = await context.newPage();
    const network = await context.newCDPSession(page);
    await network.send('Network.enable');
    await network.send('Network.setCacheDisabled', { cacheDisabled: true });
    const addresses: string[] = [];
    let bytes = 0;
    network.on('Network.requestWillBeSent', ({ request }) => addresses.push(request.url));
    network.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    await page.goto(url, { waitUntil: 'networkidle' });
    return { requests: addresses.length, bytes, addresses };
  } finally {
    await context.close();
  }
}
