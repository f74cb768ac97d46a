import { describe, expect, it } from 'vitest';
import { barOf, plainLine, progressLine, sizeText, timeText } from '../../src/cli/campaign/progress-line.ts';
import { openRate } from '../../src/cli/campaign/rate.ts';

const LINE = {
  label: 'Order news',
  share: 0.524,
  parts: ['2,600 messaged', '12 skipped', '3 failed', '298 a minute', '8 min left'],
};

describe('progressLine', () => {
  it('has a bar, the share, and as many counts as there is room for', () => {
    expect(progressLine(LINE, 120)).toBe(
      'Order news  ████████████░░░░░░░░░░░░  52 %  2,600 messaged · 12 skipped · 3 failed · 298 a minute · 8 min left',
    );
    expect(progressLine(LINE, 100)).toBe(
      'Order news  ████░░░░  52 %  2,600 messaged · 12 skipped · 3 failed · 298 a minute · 8 min left',
    );
    expect(progressLine(LINE, 60)).toBe('Order news  ████░░░░  52 %  2,600 messaged · 12 skipped');
    expect(progressLine(LINE, 30)).toBe('Order news  ████░░░░  52 %');
  });

  it.each([120, 80, 60, 41, 40, 30, 20, 12, 8, 3, 2])(
    'is never as wide as a terminal of %i columns',
    (columns) => {
      for (const label of [
        'x',
        'Order news',
        'A campaign with a name that goes on and on',
        '注文の知らせ'.repeat(5),
      ])
        for (const share of [0, 0.5, 1])
          expect(columnsOf(progressLine({ ...LINE, label, share }, columns))).toBeLessThan(columns);
      expect(columnsOf(progressLine({ label: 'file.csv', parts: ['12.4 MB'] }, columns))).toBeLessThan(
        columns,
      );
    },
  );

  it('shows nothing of a name that would move the cursor', () => {
    expect(progressLine({ label: 'a\u001b[2J\r\nb', parts: [] }, 80)).toBe('a\ufffd[2J\ufffd b');
    expect(plainLine({ label: 'a\nb', share: 1, parts: [] })).toBe('a b: 100 %');
  });

  it('does without a bar where nobody knows how much there is', () => {
    expect(progressLine({ label: 'results.csv', parts: ['12.4 MB'] }, 80)).toBe('results.csv  12.4 MB');
  });

  it('is full only at the end', () => {
    expect(progressLine({ label: 'x', share: 0.9999, parts: [] }, 80)).toContain('░  99 %');
    expect(progressLine({ label: 'x', share: 1, parts: [] }, 80)).toContain('█ 100 %');
    expect(barOf(-1, 4)).toBe('░░░░');
    expect(barOf(7, 4)).toBe('████');
  });

  it('is a plain line where there is no terminal', () => {
    expect(plainLine(LINE)).toBe(
      'Order news: 52 %, 2,600 messaged, 12 skipped, 3 failed, 298 a minute, 8 min left',
    );
  });
});

describe('words for numbers', () => {
  it.each([
    [0.2, '1 s'],
    [59, '59 s'],
    [61, '1 min'],
    [3_500, '58 min'],
    [3_599, '1 h'],
    [3_600 * 3 + 1_200, '3 h 20 min'],
    [3_600 * 50, '2 days'],
  ])('%d seconds are %s', (seconds, text) => expect(timeText(seconds)).toBe(text));

  it.each([
    [12, '12 bytes'],
    [412_345, '412 kB'],
    [6_400_000, '6.4 MB'],
    [2_500_000_000, '2.50 GB'],
  ])('%d bytes are %s', (bytes, text) => expect(sizeText(bytes)).toBe(text));
});

describe('the rate', () => {
  it('is that of the last minute, and unknown at first', () => {
    const rate = openRate();
    expect(rate.perMinute()).toBeUndefined();
    for (let second = 0; second <= 5; second += 1) rate.saw(second * 1_000, second * 10);
    expect(rate.perMinute()).toBe(600);
    for (let second = 6; second <= 200; second += 1) rate.saw(second * 1_000, 60);
    expect(rate.perMinute()).toBe(0);
  });
});

function columnsOf(text: string): number {
  return [...text].reduce((sum, sign) => sum + (/[\u2e80-\ua4cf]/.test(sign) ? 2 : 1), 0);
}
