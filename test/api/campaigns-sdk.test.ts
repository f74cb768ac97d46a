import { describe, expect, it } from 'vitest';
import { connectSdk, loadSdk, type SdkClient } from '../support/official-sdk.ts';
import { campaignSeed, openCampaignServer, phoneId } from './campaign-server.ts';

interface Entity {
  readonly id: string;
  readonly name: string;
  readonly version: number;
}

interface Campaign extends Entity {
  readonly campaignStatus: string;
  readonly messagesPerMinute: number;
}

/** The parts of the SDK that are used. */
interface Sdk extends SdkClient {
  readonly OutboundApi: new () => {
    postOutboundContactlists(body: object): Promise<Entity>;
    postOutboundContactlistContacts(id: string, body: object): Promise<readonly object[]>;
    postOutboundDnclists(body: object): Promise<Entity>;
    patchOutboundDnclistWhatsappnumbers(id: string, body: object): Promise<unknown>;
    postOutboundMessagingcampaigns(body: object): Promise<Campaign>;
    putOutboundMessagingcampaign(id: string, body: object): Promise<Campaign>;
    getOutboundMessagingcampaign(id: string): Promise<Campaign>;
    getOutboundMessagingcampaigns(options: object): Promise<{ readonly entities: readonly Campaign[] }>;
    getOutboundCampaignsAll(options: object): Promise<{ readonly entities: readonly object[] }>;
    postOutboundMessagingcampaignStart(id: string): Promise<unknown>;
    postOutboundMessagingcampaignStop(id: string): Promise<unknown>;
    getOutboundMessagingcampaignProgress(id: string): Promise<object>;
    deleteOutboundMessagingcampaignProgress(id: string): Promise<unknown>;
    deleteOutboundMessagingcampaign(id: string): Promise<unknown>;
  };
}

const sdk = loadSdk<Sdk>();

async function loggedIn() {
  const server = await openCampaignServer(campaignSeed({}, 20));
  await connectSdk(sdk, server.local.server);
  await sdk.ApiClient.instance.loginClientCredentialsGrant('sender', 'sender-secret');
  return { server, outbound: new sdk.OutboundApi() };
}

describe('the official JavaScript SDK', () => {
  it('O3 runs a campaign: list, do-not-contact list, start, stop, change, go on, progress, delete', async () => {
    const { server, outbound } = await loggedIn();
    const list = await outbound.postOutboundContactlists({
      name: 'Spring',
      columnNames: ['number', 'name'],
      whatsAppColumns: [{ columnName: 'number', type: 'Cell' }],
    });
    await outbound.postOutboundContactlistContacts(
      list.id,
      Array.from({ length: 20 }, (_, index) => ({
        contactListId: list.id,
        data: { number: phoneId(index + 1), name: `Name ${index}` },
      })),
    );
    const dnc = await outbound.postOutboundDnclists({
      name: 'Never',
      dncSourceType: 'rds',
      contactMethod: 'WhatsApp',
    });
    await outbound.patchOutboundDnclistWhatsappnumbers(dnc.id, {
      action: 'Add',
      whatsAppNumbers: [phoneId(3)],
    });
    const asked = {
      name: 'Spring news',
      contactList: { id: list.id },
      dncLists: [{ id: dnc.id }],
      messagesPerMinute: 60,
      whatsAppConfig: {
        whatsAppColumns: ['number'],
        whatsAppIntegration: { id: 'wa-1' },
        contentTemplate: { id: 'plain' },
      },
    };
    const campaign = await outbound.postOutboundMessagingcampaigns(asked);
    expect(campaign).toMatchObject({ name: 'Spring news', campaignStatus: 'off' });

    await outbound.postOutboundMessagingcampaignStart(campaign.id);
    await server.pass(5_000);
    await outbound.postOutboundMessagingcampaignStop(campaign.id);
    const stopped = await outbound.getOutboundMessagingcampaign(campaign.id);
    expect(stopped.campaignStatus).toBe('off');
    const sent = server.recipients().length;
    expect(sent).toBeGreaterThan(2);
    expect(sent).toBeLessThan(8);

    const faster = { ...asked, messagesPerMinute: 600, version: stopped.version };
    expect(await outbound.putOutboundMessagingcampaign(campaign.id, faster)).toMatchObject({
      messagesPerMinute: 600,
    });
    await outbound.postOutboundMessagingcampaignStart(campaign.id);
    await server.pass(60_000);
    expect(await outbound.getOutboundMessagingcampaignProgress(campaign.id)).toMatchObject({
      ...{ numberOfContactsMessaged: 19, totalNumberOfContacts: 20, percentage: 100 },
      numberOfContactsSkipped: { ON_DNC_LIST: 1 },
    });
    expect(new Set(server.recipients()).size).toBe(19);
    const { entities } = await outbound.getOutboundMessagingcampaigns({ campaignStatus: 'complete' });
    expect(entities.map(({ id }) => id)).toEqual([campaign.id]);
    expect((await outbound.getOutboundCampaignsAll({ mediaType: ['whatsapp'] })).entities).toHaveLength(1);

    await outbound.deleteOutboundMessagingcampaignProgress(campaign.id);
    await outbound.deleteOutboundMessagingcampaign(campaign.id);
    await expect(outbound.getOutboundMessagingcampaign(campaign.id)).rejects.toMatchObject({ status: 404 });
  });

  it('C3 is told why a contact list cannot be chosen', async () => {
    const { outbound } = await loggedIn();
    const list = await outbound.postOutboundContactlists({
      name: 'Phones',
      columnNames: ['phone'],
      phoneColumns: [{ columnName: 'phone', type: 'Cell' }],
    });
    const campaign = outbound.postOutboundMessagingcampaigns({
      name: 'No',
      contactList: { id: list.id },
      messagesPerMinute: 10,
      whatsAppConfig: {
        whatsAppColumns: ['phone'],
        whatsAppIntegration: { id: 'wa-1' },
        contentTemplate: { id: 'plain' },
      },
    });
    await expect(campaign).rejects.toMatchObject({
      code: 'attendant.contact.list.no.column',
      message: expect.stringContaining('has no contacts'),
    });
  });
});
