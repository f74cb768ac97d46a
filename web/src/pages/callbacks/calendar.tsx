import { SIGNS } from '../../parts/badge.tsx';
import { hashOf } from '../../route.ts';
import { type Callback, nameOf, STATES } from './callback.ts';
import { dayText, type Month, weeksOf } from './month.ts';

/** How many callbacks a day shows before a link to the day shows all. */
const SHOWN = 5;
const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const WEEKDAY = new Intl.DateTimeFormat(undefined, { weekday: 'short' });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short' });

/** A month of callbacks; on a phone, a list of the days that have some. */
export function Calendar({
  month,
  callbacks,
  query,
  today,
}: {
  readonly month: Month;
  readonly callbacks: readonly Callback[];
  readonly query: { readonly [name: string]: string };
  readonly today: Date;
}) {
  const byDay = Map.groupBy(callbacks, ({ scheduledAt }) => dayText(new Date(scheduledAt)));
  const weeks = weeksOf(month);
  return (
    <div className="table">
      <table className="calendar">
        <caption className="sr-only">Callbacks by day</caption>
        <thead>
          <tr>
            {weeks[0]?.map((day) => (
              <th key={day.getDay()} scope="col">
                {WEEKDAY.format(day)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]?.getTime()}>
              {week.map((day) => (
                <Day
                  key={day.getTime()}
                  {...{ day, query }}
                  isOutside={day.getMonth() !== month.month}
                  isToday={dayText(day) === dayText(today)}
                  callbacks={byDay.get(dayText(day)) ?? []}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Day({
  day,
  callbacks,
  query,
  isOutside,
  isToday,
}: {
  readonly day: Date;
  readonly callbacks: readonly Callback[];
  readonly query: { readonly [name: string]: string };
  readonly isOutside: boolean;
  readonly isToday: boolean;
}) {
  const isAll = query['day'] === dayText(day);
  const shown = isAll ? callbacks : callbacks.slice(0, SHOWN);
  const classes = [callbacks.length === 0 && 'minor', isOutside && 'outside', isToday && 'today'];
  return (
    <td data-label={DAY.format(day)} className={classes.filter((name) => name !== false).join(' ')}>
      <div>
        <p className="day" aria-current={isToday ? 'date' : undefined}>
          {day.getDate()}
        </p>
        {shown.map((callback) => (
          <Entry key={callback.id} callback={callback} query={query} />
        ))}
        {shown.length < callbacks.length && (
          <a href={hashOf(['callbacks'], { ...query, day: dayText(day) })}>
            {callbacks.length - shown.length} more
            <span className="sr-only"> on {DAY.format(day)}</span>
          </a>
        )}
      </div>
    </td>
  );
}

function Entry({
  callback,
  query,
}: {
  readonly callback: Callback;
  readonly query: { readonly [name: string]: string };
}) {
  const [tone, word] = STATES[callback.state];
  return (
    <a className={`badge entry ${tone}`} href={hashOf(['callbacks', callback.id], query)}>
      <span aria-hidden="true" title={word}>
        {SIGNS[tone]}
      </span>
      <time dateTime={callback.scheduledAt}>{TIME.format(new Date(callback.scheduledAt))}</time>
      <bdi>{nameOf(callback)}</bdi>
      <span className="sr-only">, {word}</span>
    </a>
  );
}
