import type { Diagnostic, Report } from '../authoring/diagnostic.ts';
import { checkDefaults } from './check-definition-defaults.ts';
import { checkInputs } from './check-definition-inputs.ts';
import { checkOutputs } from './check-definition-outputs.ts';
import { checkRequestText, checkResponseText } from './check-template-text.ts';
import type { DataAction } from './data-action.ts';

/**
 * Compares a data action with its own contract before any call: names that are read and not there, that are there and
 * not read, outputs that never come, defaults that cannot stand in. All are warnings, but for required outputs of a
 * native definition that never come.
 */
export function checkDefinition(dataAction: DataAction, file: string): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const report: Report = (code, pointer, message, hint, severity = 'warning') => {
    found.push({ severity, code, file, pointer, message, ...(hint !== '' && { hint }) });
  };
  checkInputs(dataAction, report);
  checkOutputs(dataAction, report);
  const { request, response } = dataAction;
  if (request.dialect === 'velocity') checkRequestText(request, report);
  if (response.dialect === 'velocity') checkResponseText(response, report);
  checkDefaults(dataAction, report);
  checkIgnoredBody(dataAction, report);
  return found;
}

/** Genesys Cloud's own default for a body; it stands in most exports of GET. */
const DEFAULT_BODY = /^\s*(\$!?\{?input\.rawRequest\}?)?\s*$/i;

function checkIgnoredBody({ definition, request }: DataAction, report: Report): void {
  const { requestTemplate } = definition.config.request;
  if (request.dialect !== 'velocity' || request.body !== undefined || typeof requestTemplate !== 'string')
    return;
  if (DEFAULT_BODY.test(requestTemplate)) return;
  const message = `${request.method} is sent without a body, so the request template is ignored`;
  report('BODY_IGNORED', '/config/request/requestTemplate', message, 'remove it, or send POST, PUT or PATCH');
}
