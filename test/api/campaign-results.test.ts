import { describe, expect, it } from 'vitest';
import { CAMPAIGNS, campaignSeed, openCampaignServer, phoneId } from './campaign-server.ts';

const THREE = [
  [phoneId(1), '=Ann', '1'],
  [phoneId(2), 'Ben', '2'],
  ['no number', 'Cy', '3'],
];

async function ended() {
  const seed = campaignSeed(
    { outcomes: [{ channel: 'whatsapp', address: phoneId(2), outcome: 'notOnWhatsApp' }] },
    2,
  );
  const server = await openCampaignServer(seed);
  const id = await server.campaign(await server.list({ name: 'Three', rows: THREE }), { name: 'Summer' });
  await server.start(id);
  await server.pass(60_000);
  return { server, id };
}

describe('GET /attendant/campaigns', () => {
  it('C12 tells how many contacts were messaged, failed and skipped, and why, also by the minute', async () => {
    const { server } = await ended();
    const { body } = await server.ask('GET', '/attendant/campaigns/summer');
    expect(body).toMatchObject({
      name: 'Summer',
      status: 'complete',
      contactList: { name: 'Three', contacts: 3 },
      progress: {
        ...{ total: 3, messaged: 2, skipped: 1, percentage: 100, unknown: 0, onTheWay: 0 },
        skippedBy: { INVALID_ADDRESS: 1 },
        messages: { delivered: 1, failed: 1 },
        dispositions: { 'OUTBOUND-MESSAGE-SENT': 1, 'OUTBOUND-MESSAGE-FAILED': 1 },
      },
    });
    expect(body['minutes']).toEqual([
      { at: '2026-01-15T12:00:00.000Z', messaged: 2, sent: 1, delivered: 1, failed: 1, skipped: 1 },
    ]);
  });

  it('lists campaigns, and says that one is not there', async () => {
    const { server, id } = await ended();
    const { body } = await server.ask('GET', '/attendant/campaigns');
    expect(body).toMatchObject({ total: 1, entities: [{ id, name: 'Summer', minutes: [] }] });
    expect(await server.ask('GET', '/attendant/campaigns/winter')).toMatchObject({
      status: 404,
      body: { code: 'attendant.campaign.not.found' },
    });
  });
});

describe('the API of a campaign', () => {
  it('C12 tells progress and diagnostics in Genesys’ shape', async () => {
    const { server, id } = await ended();
    const progress = await server.ask('GET', `${CAMPAIGNS}/${id}/progress`);
    expect(progress.body).toMatchObject({
      ...{ numberOfContactsMessaged: 2, totalNumberOfContacts: 3, percentage: 100 },
      numberOfContactsSkipped: { INVALID_ADDRESS: 1 },
    });
    const all = await server.ask('POST', `${CAMPAIGNS}/progress`, [id, 'nothing']);
    expect(all.body).toEqual([progress.body]);
    const { body } = await server.ask('GET', `${CAMPAIGNS}/${id}/diagnostics`);
    expect(body).toEqual({ timeZoneRescheduledContactsCount: 0, filteredOutContactsCount: 0 });
  });
});

describe('analytics', () => {
  const QUERY = {
    interval: '2026-01-01T00:00:00.000Z/2026-02-01T00:00:00.000Z',
    segmentFilters: [
      {
        type: 'and',
        predicates: [{ type: 'dimension', dimension: 'outboundCampaignId', operator: 'matches' }],
      },
    ],
  };

  it('C12 find the interactions of a campaign, each with its disposition and delivery status', async () => {
    const { server, id } = await ended();
    await server.campaign(await server.list({ name: 'Other', rows: THREE }));
    const ask = (value: string) =>
      server.ask('POST', '/api/v2/analytics/conversations/details/query', {
        ...QUERY,
        segmentFilters: QUERY.segmentFilters.map(({ type, predicates }) => ({
          type,
          predicates: predicates.map((one) => ({ ...one, value })),
        })),
      });
    const sessions = (body: { readonly [name: string]: unknown }) =>
      (body['conversations'] as { participants: { sessions: object[] }[] }[]).map(
        ({ participants }) => participants[0]?.sessions[0],
      );
    const { status, body } = await ask(id);
    expect(status).toBe(200);
    expect(sessions(body)).toMatchObject([
      { outboundCampaignId: id, dispositionName: 'OUTBOUND-MESSAGE-SENT', deliveryStatus: 'DeliverySuccess' },
      {
        outboundCampaignId: id,
        dispositionName: 'OUTBOUND-MESSAGE-FAILED',
        deliveryStatus: 'DeliveryFailed',
      },
    ]);
    expect((await ask('another')).body).toMatchObject({ totalHits: 0 });
  });
});
