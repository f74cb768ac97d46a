import type { WholeMessage } from './message.ts';

/**
 * An e-mail as its receiver sees it, and its text beside. The HTML stands in a frame that runs no scripts, loads nothing
 * and leads nowhere.
 */
export function Letter({ message }: { readonly message: WholeMessage }) {
  const { messageId, fromAddress, toAddress, subject, text, email } = message;
  return (
    <div className="letter">
      <dl className="facts">
        <dt>From</dt>
        <dd dir="auto">{partyOf(email?.fromName, fromAddress)}</dd>
        <dt>To</dt>
        <dd dir="auto">{partyOf(email?.toName, toAddress)}</dd>
        {email?.replyTo !== null && email?.replyTo !== undefined && (
          <>
            <dt>Replies to</dt>
            <dd dir="auto">{email.replyTo}</dd>
          </>
        )}
        <dt>Subject</dt>
        <dd dir="auto">
          <strong>{subject}</strong>
        </dd>
      </dl>
      {email?.hasHtml === true && (
        <iframe
          title="The e-mail as HTML"
          sandbox=""
          referrerPolicy="no-referrer"
          src={`/attendant/outbox/${encodeURIComponent(messageId)}/html`}
        />
      )}
      <h3>{email?.hasHtml === true ? 'The same as text' : 'Text'}</h3>
      {text === '' ? (
        <p className="muted">It has no text.</p>
      ) : (
        <pre className="letter-text" dir="auto">
          {text}
        </pre>
      )}
    </div>
  );
}

function partyOf(name: string | null | undefined, address: string): string {
  return name === null || name === undefined ? address : `${name} <${address}>`;
}
