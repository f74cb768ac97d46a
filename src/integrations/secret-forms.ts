/** The shortest text that is masked wherever it stands: shorter ones stand in too much that is no secret. */
export const MIN_MASKED_LENGTH = 6;

/**
 * Every way a secret may stand in a URL, a body or a header, the longest first: as it is, percent-encoded, as a form
 * field, in JSON, in XML, in Base64 alone or as part of a longer text.
 */
export function formsOf(secret: string): readonly string[] {
  const whole = secret.length < MIN_MASKED_LENGTH ? [] : wholeForms(secret);
  const inBase64 = base64Forms(secret);
  const forms = new Set([...whole, ...inBase64].filter((form) => form.length >= MIN_MASKED_LENGTH));
  return [...forms].sort((a, b) => b.length - a.length);
}

function wholeForms(secret: string): readonly string[] {
  const percent = encoded(secret);
  const strict = percent.replaceAll(/[!'()*]/g, asCode);
  const form = strict.replaceAll('~', '%7E').replaceAll('%20', '+').replaceAll('%2A', '*');
  const json = JSON.stringify(secret).slice(1, -1);
  const slashed = json.replaceAll('/', '\\/');
  return [
    secret,
    ...[percent, strict, form].flatMap((one) => [one, one.replaceAll(/%[0-9A-F]{2}/g, lowered)]),
    ...[json, slashed, JSON.stringify(json).slice(1, -1), ...escapedJson(json)],
    ...xmlForms(secret),
  ];
}

/** encodeURIComponent throws on half a surrogate pair. */
function encoded(text: string): string {
  return encodeURIComponent(Buffer.from(text, 'utf8').toString('utf8'));
}

function asCode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

function lowered(code: string): string {
  return code.toLowerCase();
}

/** As writers of ASCII alone have it, and as those have it that keep JSON safe within HTML; with either kind of digits. */
function escapedJson(json: string): readonly string[] {
  const escaped = [/[\u007f-\uffff]/g, /[\u007f-\uffff<>&'+]/g, /[\u007f-\uffff<>&'=]/g].map((some) =>
    json.replaceAll(some, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
  return escaped.flatMap((one) => [
    one,
    one.replaceAll(/(?<=\\u)[0-9a-f]{4}/g, (digits) => digits.toUpperCase()),
  ]);
}

function xmlForms(text: string): readonly string[] {
  const some = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const all = some.replaceAll('"', '&quot;');
  return [some, all, all.replaceAll("'", '&apos;'), all.replaceAll("'", '&#39;')];
}

/**
 * What of a Base64 text is certain when the secret stands anywhere in what was encoded: three texts, one for each place
 * within a group of three bytes. A Basic header holds `user:password` in this way.
 */
function base64Forms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const certain = text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
    return [certain, certain.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
