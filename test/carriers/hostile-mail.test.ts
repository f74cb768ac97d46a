import { describe, expect, it } from 'vitest';
import { MAX_MAIL_BYTES, readMail } from '../../src/platform/inbound-email/read-mail.ts';
import { textOfHtml } from '../../src/platform/inbound-email/text-of-html.ts';
import { FLOW, GREETINGS, HELP, openMailServer } from './mail-server.ts';

const TO_HELP = [...GREETINGS, `RCPT TO:<${HELP}>`, 'DATA'];

function nested(depth: number): string {
  const open = Array.from(
    { length: depth },
    (_, at) => `Content-Type: multipart/mixed; boundary="b${at}"\r\n\r\n--b${at}\r\n`,
  );
  return `Subject: deep\r\n${open.join('')}Content-Type: text/plain\r\n\r\nbottom\r\n`;
}

const MAILS: readonly (readonly [string, string | Buffer])[] = [
  ['nothing at all', ''],
  ['no headers', '\r\nonly text'],
  ['no text', 'Subject: x\r\n\r\n'],
  [
    'a broken charset',
    Buffer.from('Content-Type: text/plain; charset="no-such"\r\n\r\n\xff\xfe\x80', 'latin1'),
  ],
  ['a wrong charset', Buffer.from('Content-Type: text/plain; charset=utf-8\r\n\r\n\xc3\x28', 'latin1')],
  ['raw bytes in the head', Buffer.from('Subject: \xff\xfe\x00\r\nFrom: \xfe@\xff\r\n\r\nx', 'latin1')],
  ['broken base64', 'Content-Transfer-Encoding: base64\r\n\r\n!!!***===\r\n'],
  ['an unknown encoding', 'Content-Transfer-Encoding: x-none\r\n\r\nabc'],
  ['NUL', 'Subject: a\u0000b\r\n\r\nc\u0000d'],
  ['1,000 references', `References: ${'<a@b.example>\r\n '.repeat(1000)}\r\nSubject: x\r\n\r\nx`],
  [
    '10,000 recipients',
    `To: ${Array.from({ length: 10_000 }, (_, at) => `a${at}@b.example`).join(',\r\n ')}\r\n\r\nx`,
  ],
  ['deep nesting', nested(500)],
  ['too deep nesting', nested(3_000)],
  ['a boundary that never comes', 'Content-Type: multipart/mixed; boundary="never"\r\n\r\ntext'],
  ['an empty boundary', 'Content-Type: multipart/mixed; boundary=""\r\n\r\n--\r\n\r\nx\r\n----\r\n'],
  [
    'many parts',
    `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\nContent-Disposition: attachment\r\n\r\nx\r\n'.repeat(900)}--b--`,
  ],
  [
    'headers that stand twice',
    'Subject: one\r\nSubject: two\r\nFrom: a@b.example\r\nFrom: c@d.example\r\n\r\nx',
  ],
  ['half a header', 'Subject: x\r\nFrom'],
  ['bare line feeds', 'Subject: x\nFrom: a@b.example\n\ntext\nmore'],
  ['bare carriage returns', 'Subject: x\rBcc: y\r\r\ntext\rmore'],
  ['a line of a megabyte', `Subject: x\r\n\r\n${'a'.repeat(1_000_000)}`],
  ['a head of a megabyte', `X-Long: ${'a'.repeat(1_500_000)}\r\n\r\nx`],
  ['names of objects', 'From: __proto__ <a@b.example>\r\n__proto__: x\r\nconstructor: y\r\n\r\nx'],
  ['an encoded line break', 'Subject: =?utf-8?q?a=0D=0ABcc:_x?=\r\n\r\nx'],
];

describe('hostile e-mail', () => {
  it.each(MAILS)('E11 %s is stored or refused, and the listener goes on', async (_what, mail) => {
    const local = await openMailServer();
    const raw = Buffer.concat([Buffer.from(mail as string), Buffer.from('\r\n.\r\n')]);
    const answers = await local.speak([...TO_HELP, raw, 'NOOP']);
    const [taken = '', after = ''] = answers.slice(-2).map((answer) => answer.slice(0, 3));
    expect(['250', '554']).toContain(taken);
    expect(after).toBe('250');
    expect(local.received()).toHaveLength(taken === '250' ? 1 : 0);
    for (const { subject, fields } of local.received())
      expect(`${subject}${JSON.stringify(fields)}`).not.toMatch(/[\r\n\0]/);
  });

  it('E11 an e-mail with no header at all is from its envelope’s sender', async () => {
    const local = await openMailServer();
    await local.speak([...TO_HELP, '\r\nonly text\r\n.']);
    expect(local.received()).toMatchObject([
      { fromAddress: 'ann@customer.example', subject: '', text: 'only text' },
    ]);
  });

  it.each(['\n.\r\n', '\n.\n', '\r.\r', '\r\n.\n', '\r.\r\n', '\n\r.\r\n'])(
    'E11 %j does not end a message, so nothing is smuggled in behind it',
    async (end) => {
      const local = await openMailServer();
      const smuggled = `MAIL FROM:<mallory@x.example>\r\nRCPT TO:<${FLOW}>\r\nDATA\r\nSubject: smuggled\r\n\r\nx`;
      const raw = `Subject: outer\r\n\r\ntext${end}${smuggled}\r\n.\r\n`;
      const answers = await local.speak([...TO_HELP, Buffer.from(raw)]);
      expect(answers.at(-1)).toMatch(/^250/);
      expect(local.received().map(({ subject }) => subject)).toEqual(['outer']);
    },
  );

  it('E11 an e-mail over 30 MB is refused, one just under it is taken, and neither is held', async () => {
    const local = await openMailServer();
    const line = Buffer.from(`${'A'.repeat(76)}\r\n`);
    const of = (bytes: number) => {
      const head = 'Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n';
      const body = Buffer.concat(
        Array.from({ length: Math.floor((bytes - head.length) / line.length) }, () => line),
      );
      return Buffer.concat([Buffer.from(head), body, Buffer.from('.\r\n')]);
    };
    expect((await local.speak([...TO_HELP, of(MAX_MAIL_BYTES - 1000)])).at(-1)).toMatch(/^250/);
    expect((await local.speak([...TO_HELP, of(MAX_MAIL_BYTES + 1000)])).at(-1)).toMatch(/^552/);
    expect(
      (await local.speak(['EHLO x', `MAIL FROM:<a@b.example> SIZE=${MAX_MAIL_BYTES + 1}`])).at(-1),
    ).toMatch(/^552/);
    expect(local.received()).toHaveLength(1);
    expect(JSON.stringify(local.received()[0]).length).toBeLessThan(5_000);
  }, 60_000);

  it('E11 a connection that breaks in the middle leaves nothing behind', async () => {
    async function* broken() {
      yield Buffer.from('Subject: x\r\n\r\nhalf');
      throw new Error('reset');
    }
    await expect(readMail(broken(), { from: 'a@b.example', to: [] })).rejects.toThrow('reset');
  });
});

describe('textOfHtml', () => {
  it.each([
    ['<p>a</p><p>b</p>', 'a\nb'],
    ['a<br>b<br/>c', 'a\nb\nc'],
    ['<style>x</style>a<script>alert(1)</script>b<!-- c -->d', 'abd'],
    ['a<script>never closed', 'a'],
    ['&lt;b&gt; &amp; &#x41;&#66; &#xd800; &nope; &nbsp;', '<b> & AB &#xd800; &nope;'],
    ['İ<SCRIPT>x</SCRIPT>y', 'İy'],
    ['<'.repeat(1000), '<'.repeat(1000)],
  ])('reads %j', (html, text) => {
    expect(textOfHtml(html)).toBe(text);
  });

  it('takes time that grows with the text only', () => {
    for (const html of [
      '<'.repeat(1_000_000),
      '<!--'.repeat(250_000),
      '<script>'.repeat(125_000),
      ' \n'.repeat(500_000),
      '&#'.repeat(500_000),
      '<br '.repeat(250_000),
    ])
      expect(textOfHtml(html).length).toBeLessThanOrEqual(html.length);
  });
});
