import { isJsonObject, type Json, type JsonObject } from '../../authoring/json.ts';
import { isForbiddenKey } from '../../authoring/load-gate.ts';
import { type ArchyFlow, listAt, onlyEntry, textAt } from '../archy/archy-flow.ts';

/** Kinds of containers that references lead to. */
export type ContainerKind = 'task' | 'menu' | 'state' | 'bot';

/** A menu with where it stands; sub-menus stand in choices. */
export interface FoundMenu {
  readonly json: JsonObject;
  readonly pointer: string;
  readonly name: string;
}

/** The containers of a flow by their names here, and what references lead to. */
export interface FlowNames {
  /** @returns the name here of what a reference leads to, such as `/inboundCall/tasks/task[Main_10]`. */
  find(kind: ContainerKind, reference: string): string | undefined;
  /** The kind of container that a reference names. */
  kindOf(reference: string): ContainerKind | undefined;
  /** The name of a container by its place in its list. */
  nameAt(kind: ContainerKind, index: number): string;
  readonly menus: readonly FoundMenu[];
}

const KINDS: readonly ContainerKind[] = ['task', 'menu', 'state', 'bot'];

/** Architect lets two tasks have one name, and any name; here a name is a key. */
export function flowNames(flow: ArchyFlow): FlowNames {
  const byReference = new Map<string, string>();
  const names = new Map<ContainerKind, readonly string[]>();
  const menus: FoundMenu[] = [];
  for (const kind of KINDS) {
    const taken = new Set<string>();
    const list = kind === 'menu' ? findMenus(flow.flow) : findContainers(kind, flow.flow);
    names.set(
      kind,
      list.map(({ json, pointer }) => {
        const name = unique(textAt(json, 'name') ?? kind, taken);
        for (const reference of [textAt(json, 'refId'), textAt(json, 'name')])
          if (reference !== undefined && !byReference.has(`${kind}:${reference}`))
            byReference.set(`${kind}:${reference}`, name);
        if (kind === 'menu') menus.push({ json, pointer, name });
        return name;
      }),
    );
  }
  return {
    menus,
    find: (kind, reference) => byReference.get(`${kind}:${idIn(reference)}`),
    kindOf,
    nameAt: (kind, index) => names.get(kind)?.[index] ?? kind,
  };
}

/** `…/menu[Main Menu_10]`: what it is, and its id. */
const REFERENCE = /^(?:.*\/)?(\w+)\[(.*)\]$/s;

/** The id in a reference: `/inboundCall/menus/menu[Main Menu_10]` → `Main Menu_10`; without brackets it is the id itself. */
export function idIn(reference: string): string {
  return REFERENCE.exec(reference)?.[2] ?? reference;
}

function kindOf(reference: string): ContainerKind | undefined {
  const item = REFERENCE.exec(reference)?.[1] ?? '';
  return item.startsWith('menu') ? 'menu' : KINDS.find((kind) => kind === item);
}

function findContainers(kind: ContainerKind, flow: JsonObject): readonly Omit<FoundMenu, 'name'>[] {
  return listAt(flow, `${kind}s`).flatMap((one, index) => {
    const json = isJsonObject(one) ? one[kind] : undefined;
    return isJsonObject(json) ? [{ json, pointer: `/${kind}s/${index}/${kind}` }] : [];
  });
}

function findMenus(flow: JsonObject): readonly Omit<FoundMenu, 'name'>[] {
  return listAt(flow, 'menus').flatMap((one, index) => {
    const json = isJsonObject(one) ? one['menu'] : undefined;
    return isJsonObject(json) ? withSubMenus(json, `/menus/${index}/menu`) : [];
  });
}

function withSubMenus(json: JsonObject, pointer: string): readonly Omit<FoundMenu, 'name'>[] {
  const inner = listAt(json, 'choices').flatMap((choice, index) => {
    const [key, sub] = onlyEntry(choice) ?? ['', null];
    const at = `${pointer}/choices/${index}/${key}`;
    return isSubMenu(key, sub) && isJsonObject(sub) ? withSubMenus(sub, at) : [];
  });
  return [{ json, pointer }, ...inner];
}

/** Whether a menu's choice is a menu of its own. */
export function isSubMenu(key: string, json: Json): boolean {
  return /^menu(SubMenu)?$/.test(key) && listAt(json, 'choices').length > 0;
}

/** A name that no other has, and that is a name. */
export function unique(wanted: string, taken: Set<string>): string {
  const plain = wanted.trim() === '' || isForbiddenKey(wanted) ? `${wanted} 1`.trim() : wanted;
  let name = plain;
  for (let count = 2; taken.has(name); count++) name = `${plain} ${count}`;
  taken.add(name);
  return name;
}
