import { FormDialog, type FormField } from '../../parts/form-dialog.tsx';
import { CHANNELS, type Consent } from './consent.ts';

const FIELDS: readonly FormField[] = [
  { name: 'channel', label: 'Channel', choices: CHANNELS, isRequired: true },
  {
    name: 'address',
    label: 'Number or address',
    hint: 'Such as +13175550123 or ada@example.com',
    isRequired: true,
  },
  {
    name: 'method',
    label: 'How it was given',
    hint: 'Such as web form, letter, at the counter',
    isRequired: true,
  },
  { name: 'businessName', label: 'The business they agreed to hear from', isRequired: true },
  { name: 'evidence', label: 'Who took it, and what proves it' },
];

/** Records by hand that somebody agreed. */
export function GrantDialog({
  onGrant,
  onClose,
}: {
  readonly onGrant: (consent: Pick<Consent, 'channel' | 'address'>, body: object) => Promise<void>;
  readonly onClose: () => void;
}) {
  return (
    <FormDialog
      title="Record a consent"
      action="Record it"
      fields={FIELDS}
      onClose={onClose}
      onSubmit={({ channel, address = '', ...body }) =>
        onGrant({ channel: channel as Consent['channel'], address }, body)
      }
    />
  );
}
