const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** `1 hour 30 minutes`, down to seconds. @param milliseconds of a duration. */
export function durationWords(milliseconds: number): string {
  let seconds = Math.floor(Math.abs(milliseconds) / 1000);
  const words = UNITS.flatMap(([name, length]) => {
    const count = Math.floor(seconds / length);
    seconds -= count * length;
    return count === 0 ? [] : [`${count} ${name}${count === 1 ? '' : 's'}`];
  });
  if (words.length === 0) return '0 seconds';
  return `${milliseconds < 0 ? 'minus ' : ''}${words.join(' ')}`;
}

/** A date in English words, in one of Architect's date formats. @param at epoch ms. */
export function spokenDate(at: number, format: string): string {
  const date = new Date(at);
  const [year, day, month] = [date.getUTCFullYear(), date.getUTCDate(), MONTHS[date.getUTCMonth()]];
  const shortYear = String(year % 100).padStart(2, '0');
  const name = format.toLowerCase();
  if (name.includes('dayofweekonly')) return DAYS[date.getUTCDay()] ?? '';
  if (name.includes('shortyearonly')) return shortYear;
  if (name.includes('longyearonly')) return String(year);
  if (name.includes('dayonly')) return String(day);
  if (name.includes('monthonly')) return String(month);
  if (name.includes('shortmonthandday')) return `${month} ${day}`;
  return `${month} ${day}, ${name.includes('shortyear') ? shortYear : year}`;
}

/** A time of day, `2:22 PM` or `14:22`. @param at epoch ms. */
export function spokenTime(at: number, format: string): string {
  const date = new Date(at);
  const [hour, minute] = [date.getUTCHours(), String(date.getUTCMinutes()).padStart(2, '0')];
  if (format.toLowerCase().includes('twentyfour')) return `${hour}:${minute}`;
  return `${hour % 12 || 12}:${minute} ${hour < 12 ? 'AM' : 'PM'}`;
}
