import { Time } from '../../parts/time.tsx';
import type { Template, WholeMessage } from './message.ts';

/** Ticks as WhatsApp has them. */
const TICKS: { readonly [status: string]: string } = { sent: '✓', delivered: '✓✓', read: '✓✓' };

/** A WhatsApp message or an SMS as its receiver sees it. */
export function ChatBubble({ message }: { readonly message: WholeMessage }) {
  const { channel, text, template, status, fromAddress } = message;
  return (
    <div className={`chat ${channel}`}>
      <p className="chat-from">
        <bdi>{fromAddress}</bdi>
      </p>
      <div className="bubble">
        {template === null || template === undefined ? <Body text={text} /> : <Filled template={template} />}
        <p className="bubble-foot">
          <Time at={message.sentAt ?? message.queuedAt} />
          {channel === 'whatsapp' && TICKS[status] !== undefined && (
            <span className={status === 'read' ? 'ticks read' : 'ticks'} aria-hidden="true">
              {' '}
              {TICKS[status]}
            </span>
          )}
        </p>
      </div>
      {template?.buttons.map((button) => (
        <p key={button.text} className="bubble chat-button" title={button.url ?? button.phoneNumber}>
          <span aria-hidden="true">{{ url: '↗', phoneNumber: '✆', quickReply: '↩' }[button.kind]}</span>{' '}
          <bdi>{button.text}</bdi>
          {button.kind !== 'quickReply' && (
            <span className="chat-target muted">
              <bdi>{button.url ?? button.phoneNumber}</bdi>
            </span>
          )}
        </p>
      ))}
    </div>
  );
}

function Filled({ template: { header, media, body, footer } }: { readonly template: Template }) {
  return (
    <>
      {media !== null && (
        <p className="media">
          <span className="media-kind">{media.kind}</span> <bdi className="wrap">{media.url}</bdi>
        </p>
      )}
      {header !== null && (
        <p className="bubble-head" dir="auto">
          {header}
        </p>
      )}
      <Body text={body} />
      {footer !== null && (
        <p className="muted" dir="auto">
          {footer}
        </p>
      )}
    </>
  );
}

function Body({ text }: { readonly text: string }) {
  return (
    <p className="bubble-body" dir="auto">
      {text}
    </p>
  );
}
