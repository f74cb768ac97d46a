import { describe, expect, it } from 'vitest';
import { contentOf } from '../../../src/platform/campaigns/campaign-content.ts';
import { filledText, htmlValue, lineValue, placeNames } from '../../../src/platform/campaigns/filled-text.ts';

describe('a text with places', () => {
  it('C8 takes the values of its places, with or without spaces inside', () => {
    const values: { readonly [name: string]: string } = { name: 'Ann', 'First Name': 'Bob', größe: 'XL' };
    const text = 'Hello {{name}}, {{ First Name }} and {{  größe}}; {name} {{}} {{ }} {{a}b}}';
    expect(filledText(text, (name) => values[name] ?? `no ${name}`)).toBe(
      'Hello Ann, Bob and XL; {name} {{}} {{ }} {{a}b}}',
    );
    expect(placeNames(`${text} {{name}}`)).toEqual(['name', 'First Name', 'größe']);
  });

  it('C8 never reads a value as a text with places, nor as a pattern', () => {
    const values: { readonly [name: string]: string } = { a: '{{b}}', b: 'secret', c: '$& $1 $$' };
    expect(filledText('{{a}} {{c}} {{{b}}}', (name) => values[name] ?? '')).toBe('{{b}} $& $1 $$ {secret}');
  });

  it('is read in a moment, however it is made', () => {
    const texts = ['{{', '{{ ', '{{a ', ' '].map((part) => `{{${part.repeat(100_000)}`);
    const begun = performance.now();
    for (const text of texts) {
      expect(placeNames(text)).toEqual([]);
      expect(filledText(text, () => 'x')).toBe(text);
    }
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});

describe('a value', () => {
  it('cannot become markup', () => {
    expect(htmlValue(`<a href="x" onclick='y'>&amp;</a>`)).toBe(
      '&lt;a href=&quot;x&quot; onclick=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;',
    );
  });

  it('stays on one line of a header', () => {
    expect(lineValue('Sale\r\nBcc: all@example.com')).toBe('Sale Bcc: all@example.com');
    expect(lineValue('\u0000a\u0085b\u2028c\ud800')).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029]/u);
  });
});

describe('the content of a response', () => {
  const TEXTS = [
    { content: 'Hi {{name}}', type: 'subject' },
    { content: 'Plain', contentType: 'text/plain', type: 'body' },
    { content: '<p>Rich</p>', contentType: 'text/html', type: 'body' },
  ];

  it('C8 is subject and bodies of an e-mail template, with the defaults of its places', () => {
    const substitutions = [{ id: 'name', defaultValue: 'you' }, { id: 'city' }];
    const body = { responseType: 'CampaignEmailTemplate', texts: TEXTS, substitutions };
    expect(contentOf({ body }, 'CampaignEmailTemplate')).toMatchObject({
      subject: 'Hi {{name}}',
      text: 'Plain',
      html: '<p>Rich</p>',
    });
    expect(contentOf({ body }, 'CampaignEmailTemplate')?.defaultFor('name')).toBe('you');
    expect(contentOf({ body }, 'CampaignSmsTemplate')).toBeUndefined();
    expect(contentOf({ body: undefined }, 'CampaignSmsTemplate')).toBeUndefined();
  });

  it('C8 has no default for what objects have by themselves', () => {
    const content = contentOf({ body: { responseType: 'CampaignSmsTemplate' } }, 'CampaignSmsTemplate');
    for (const name of ['constructor', '__proto__', 'toString']) expect(content?.defaultFor(name)).toBe('');
  });
});
