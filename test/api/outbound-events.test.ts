import { describe, expect, it } from 'vitest';
import { EVENTS_KEPT } from '../../src/platform/event-log/event-log-store.ts';
import type { OutboundEvent } from '../../src/platform/event-log/outbound-event.ts';
import { openTimesServer } from './times-server.ts';

const opened = () => openTimesServer(['outbound:eventLog:view']);

const STOPPED: OutboundEvent = {
  level: 'ERROR',
  category: 'MESSAGING_CAMPAIGN',
  code: 'CAMPAIGN_FORCE_STOPPED',
  message: 'The integration is not active any more.',
  errorEntity: { id: 'c-1', name: 'Spring', selfUri: '/api/v2/outbound/messagingcampaigns/c-1' },
  relatedEntity: { id: 'wa-1', name: 'Main' },
};
const IMPORTED: OutboundEvent = {
  level: 'WARNING',
  category: 'IMPORT_ERROR',
  code: 'IMPORT_INVALID_PHONE_NUMBERS',
  message: 'Three rows hold no phone number.',
};

async function recorded(events: readonly OutboundEvent[]) {
  const server = await opened();
  const { database, platform, clock } = server.local;
  for (const event of events) {
    await database.commits.add(() => platform.outbound.eventLog.record(event));
    clock.advance(1000);
  }
  return server;
}

describe('the event log of campaigns', () => {
  it('tells what happened, when, and to what', async () => {
    const { ask } = await recorded([STOPPED]);
    const { body } = await ask('GET', '/events');
    expect(body).toMatchObject({ total: 1, pageCount: 1 });
    const [event] = body.entities;
    expect(event).toEqual({
      id: expect.any(String),
      timestamp: '2026-01-15T12:00:00.000Z',
      level: 'ERROR',
      category: 'MESSAGING_CAMPAIGN',
      eventMessage: {
        code: 'CAMPAIGN_FORCE_STOPPED',
        message: STOPPED.message,
        messageWithParams: STOPPED.message,
        resourceURIs: ['/api/v2/outbound/messagingcampaigns/c-1'],
      },
      errorEntity: STOPPED.errorEntity,
      relatedEntity: STOPPED.relatedEntity,
      selfUri: `/api/v2/outbound/events/${event.id}`,
    });
    expect(await ask('GET', `/events/${event.id}`)).toEqual({ status: 200, body: event });
    expect(await ask('GET', '/events/none')).toMatchObject({
      status: 404,
      body: { code: 'resource.not.found' },
    });
  });

  it('is read by level and category, in both orders and in pages', async () => {
    const { ask } = await recorded([STOPPED, IMPORTED, STOPPED]);
    const levels = async (query: string) =>
      (await ask('GET', `/events?${query}`)).body.entities.map(({ level }: { level: string }) => level);
    expect(await levels('')).toEqual(['ERROR', 'WARNING', 'ERROR']);
    expect(await levels('level=WARNING')).toEqual(['WARNING']);
    expect(await levels('category=messaging_campaign&level=error')).toEqual(['ERROR', 'ERROR']);
    expect(await levels('sortBy=level&sortOrder=descending')).toEqual(['WARNING', 'ERROR', 'ERROR']);
    expect(await levels('pageSize=2&pageNumber=2&sortOrder=d')).toEqual(['ERROR']);
    for (const query of ['level=loud', 'category=x', 'sortBy=x', 'sortOrder=x', 'pageSize=0'])
      expect(await ask('GET', `/events?${query}`)).toMatchObject({
        status: 400,
        body: { code: 'invalid.query.param.value' },
      });
  });

  it('keeps the newest', async () => {
    const { ask, local } = await opened();
    const { database, platform } = local;
    await database.commits.add(() => {
      for (let count = 0; count < EVENTS_KEPT + 3; count++)
        platform.outbound.eventLog.record({ ...IMPORTED, message: `Event ${count}` });
    });
    const { body } = await ask('GET', '/events?pageSize=1');
    expect(body).toMatchObject({ total: EVENTS_KEPT, entities: [{ eventMessage: { message: 'Event 3' } }] });
  });

  it('C1 needs its permission', async () => {
    const { askAsNobody } = await opened();
    expect((await askAsNobody('GET', '/events')).status).toBe(403);
    expect((await askAsNobody('GET', '/events/x')).status).toBe(403);
  });
});
