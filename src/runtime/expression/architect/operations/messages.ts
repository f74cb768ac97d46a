import { isJsonObject, type Json } from '../../../../authoring/json.ts';
import { depends } from '../rules.ts';
import { detectLanguage } from './detect-language.ts';
import { byType, type OperationGroup } from './operation-group.ts';
import { itemFormOf, type TextForm, textFormOf } from './text-form.ts';
import { integerOf, joinedTexts, listOf, moment, momentOf, textOf } from './values.ts';

/** Communications of bots and messages (texts here), e-mail addresses and languages. */
export const MESSAGES: OperationGroup = {
  'MakeCommunication(cop...?)': byType((types) => {
    const forms = types.map(textFormOf);
    return (parts, facts) => joinedTexts(parts.map((part, index) => forms[index]?.(part, facts) ?? ''));
  }),
  'ToCommunication(any?)': shown((type) => textFormOf(type)),
  'ToCommunication(nts?)': () => null,
  'ToCommunication(any[])': shownList('\n'),
  'ToCommunication(str?,stf)': ([text = null]) => text,
  'ToCommunication(dat?,daf)': ([date = null]) => date,
  'ToCommunicationSsml(str?)': ([text = null]) => text,
  'ToDisplayString(any?)': byType(([type = 'any']) => {
    const form = textFormOf(type);
    return ([value = null], facts) => {
      if (value === null) depends(facts, 'DISPLAY_TEXT');
      return form(value, facts) ?? '';
    };
  }),
  'ToDisplayString(nts?)': (_operands, facts) => {
    depends(facts, 'DISPLAY_TEXT');
    return '';
  },
  'ToDisplayString(any[])': shownList(', '),
  'ResolveSlot(any?)': ([value = null]) => value,
  'MakeTimeslot(dtm,dur)': ([at, duration]) => ({
    dateTime: moment(momentOf(at)),
    duration: integerOf(duration),
  }),
  'EmailAddressDomainPart(str?)': ([address]) => parts(address).domain,
  'EmailAddressDomainPart(cpx_email_address)': ([address]) => parts(idOf(address)).domain,
  'EmailAddressLocalPart(str?)': ([address]) => parts(address).local,
  'EmailAddressLocalPart(cpx_email_address)': ([address]) => parts(idOf(address)).local,
  'MakeEmailAddress(str)': ([id = null]) => ({ id, name: null }),
  'MakeEmailAddress(str,str?)': ([id = null, name = null]) => ({ id, name }),
  'GetDefaultLanguage()': (_operands, { languages = [] }) => languages[0]?.toLowerCase() ?? null,
  'GetSupportedLanguages()': (_operands, { languages = [] }) => languages.map((tag) => tag.toLowerCase()),
  'DetectLanguage(str?,str?)': ([text = null, otherwise = null]) =>
    (text === null ? undefined : detectLanguage(textOf(text))) ?? otherwise,
};

function shown(form: (type: string) => TextForm): OperationGroup[string] {
  return byType(([type = 'any']) => {
    const write = form(type);
    return ([value = null], facts) => write(value, facts);
  });
}

function shownList(delimiter: string): OperationGroup[string] {
  return byType(([type = 'any[]']) => {
    const form = itemFormOf(type);
    return ([list], facts) => {
      depends(facts, 'DISPLAY_TEXT');
      return joinedTexts(
        listOf(list).map((item) => form(item, facts) ?? ''),
        delimiter,
      );
    };
  });
}

function idOf(address: Json | undefined): Json {
  return isJsonObject(address) ? (address['id'] ?? null) : null;
}

/** What stands before and behind the last @; both NOT_SET where there is none. */
function parts(address: Json | undefined): { readonly local: Json; readonly domain: Json } {
  const text = address === null ? '' : textOf(address);
  const at = text.lastIndexOf('@');
  return at < 0 ? { local: null, domain: null } : { local: text.slice(0, at), domain: text.slice(at + 1) };
}
