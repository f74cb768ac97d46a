import { describe, expect, it } from 'vitest';
import { openDnsServer } from '../support/dns-server.ts';
import { LOOKING_MS, lookAtAll, openPages } from './open-pages.ts';

const PATH = '/attendant/outbound-domains';
const SALES = 'sales.example.com';

interface View {
  readonly records: readonly { readonly name: string; readonly type: string; readonly value: string }[];
}

/** A host that asks a DNS server of the test's. */
async function openWithDns() {
  const dns = await openDnsServer();
  const pages = await openPages({
    seed: ({ outboundDomains: _, ...seed }) => ({ ...seed, dns: { servers: [dns.address] } }),
  });
  return { dns, pages };
}

describe('the page of domains', () => {
  it('adds a domain, gives its records to copy, and verifies what was published', async () => {
    const { dns, pages } = await openWithDns();
    const page = await pages.open('#/domains');
    await page.getByRole('heading', { name: 'No domains yet' }).waitFor();
    await page.getByRole('button', { name: 'Add a domain' }).click();
    await page.getByRole('textbox', { name: 'Domain' }).fill(SALES);
    await page.keyboard.press('Enter');
    const card = page.getByRole('region', { name: SALES });
    await card.getByText('not provisioned', { exact: true }).waitFor();
    await card.getByRole('button', { name: 'Copy value of the CNAME record' }).click();
    const { records } = await pages.ask<View>('GET', `${PATH}/${SALES}`);
    const [dkim, cname] = records;
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(cname?.value);

    dns.zone.set(`${SALES} CNAME`, ['wrong.example.net']);
    await card.getByRole('button', { name: 'Activate' }).click();
    await card.getByText('failed').first().waitFor();
    dns.zone.set(`${SALES} CNAME`, [cname?.value ?? '']);
    dns.zone.set(`${dkim?.name} TXT`, [dkim?.value.match(/.{1,200}/g) ?? []]);
    await card.getByRole('button', { name: 'Activate' }).click();
    await card.getByText('provisioned', { exact: true }).waitFor();
    expect(await card.getByText('verified', { exact: true }).count()).toBe(2);
    await card.getByText('two hours after provisioning').waitFor();
  });

  it('says what is wrong with a name', async () => {
    const { pages } = await openWithDns();
    const page = await pages.open('#/domains', { mayFail: [PATH] });
    await page.getByRole('button', { name: 'Add a domain' }).click();
    await page.getByRole('textbox', { name: 'Domain' }).fill('<script>');
    await page.getByRole('button', { name: 'Add it' }).click();
    await page.getByRole('alert').waitFor();
  });

  it(
    'can be read by everyone, in both sizes and colours',
    async () => {
      const { pages } = await openWithDns();
      await pages.ask('POST', PATH, { id: SALES, name: 'Sales' });
      await pages.ask('PUT', `${PATH}/${SALES}/activation`);
      await lookAtAll(pages, '#/domains', 'domains', (page) => page.getByText('DMARC').first().waitFor());
    },
    LOOKING_MS,
  );
});
