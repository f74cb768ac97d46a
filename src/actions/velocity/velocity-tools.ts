import { escapeTool } from './escape-tool.ts';
import { dynamicsTool, encodingTool, salesforceTool, urlTool } from './integration-tools.ts';
import { mathTool } from './math-tool.ts';
import { successTemplateTool } from './success-template-tool.ts';
import type { Tool } from './velocity-method.ts';

/** Every tool that templates have; nothing else can be called. */
export const TOOLS: readonly Tool[] = [
  dynamicsTool,
  encodingTool,
  escapeTool,
  mathTool,
  salesforceTool,
  successTemplateTool,
  urlTool,
];

const BY_NAME = new Map(TOOLS.map((tool) => [tool.name.toLowerCase(), tool]));

/** The tool of a name, whose case does not count. */
export function toolNamed(name: string): Tool | undefined {
  return BY_NAME.get(name.toLowerCase());
}

/** Whether a name is that of a tool, whatever its case. */
export function isToolName(name: string): boolean {
  return BY_NAME.has(name.toLowerCase());
}
