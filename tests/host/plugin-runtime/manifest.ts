/** manifest.json as far as the host acts on it. */
export type Manifest = {
  readonly name: string;
  readonly id: string | null;
  readonly main: string;
  readonly ui: string | { readonly [key: string]: string } | null;
  readonly editorType: readonly string[];
  readonly networkAccess: NetworkAccess;
  readonly permissions: readonly string[];
  readonly relaunchButtons: readonly { readonly command: string; readonly name: string }[];
  readonly menu: readonly MenuItem[];
};

export type NetworkAccess = {
  readonly allowedDomains: readonly string[];
  readonly devAllowedDomains: readonly string[];
  readonly reasoning: string | null;
};

export type MenuItem =
  | { readonly name: string; readonly command: string }
  | { readonly name: string; readonly menu: readonly MenuItem[] }
  | { readonly separator: true };

/** Everything that is wrong with a manifest, one sentence each. */
export class ManifestError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`Manifest error: ${problems.join(' ')}`);
    this.name = 'ManifestError';
    this.problems = problems;
  }
}

const EDITOR_TYPES = ['figma', 'figjam', 'dev', 'slides', 'buzz'];
const PERMISSIONS = ['currentuser', 'activeusers', 'fileusers', 'payments', 'teamlibrary'];
const DOMAIN = /^(?:(?:https?|wss?):\/\/)?(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d+)?(?:\/\S*)?$/i;
const LOCAL = /^(?:\w+:\/\/)?(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(?:\/|$)/i;

/** Reads and checks a manifest as Figma does on import. Throws a ManifestError that names every problem. */
export function parseManifest(json: unknown): Manifest {
  const problems: string[] = [];
  if (!isObject(json)) throw new ManifestError(['manifest.json must be an object.']);
  const networkAccess = readNetworkAccess(json.networkAccess, problems);
  const manifest: Manifest = {
    name: readString(json, 'name', problems),
    id: typeof json.id === 'string' && json.id !== '' ? json.id : null,
    main: readString(json, 'main', problems),
    ui: readUi(json.ui, problems),
    editorType: readEditorTypes(json.editorType, problems),
    networkAccess,
    permissions: readList(json.permissions, PERMISSIONS, 'permissions', problems),
    relaunchButtons: readRelaunchButtons(json.relaunchButtons, problems),
    menu: Array.isArray(json.menu) ? json.menu.filter(isMenuItem) : [],
  };
  if (json.api !== '1.0.0') problems.push('"api" must be "1.0.0".');
  if (json.documentAccess !== 'dynamic-page') problems.push('"documentAccess" must be "dynamic-page".');
  if (problems.length > 0) throw new ManifestError(problems);
  return manifest;
}

function readNetworkAccess(value: unknown, problems: string[]): NetworkAccess {
  if (value === undefined) return { allowedDomains: ['*'], devAllowedDomains: [], reasoning: null };
  const access = isObject(value) ? value : {};
  const allowedDomains = readDomains(access.allowedDomains, 'allowedDomains', problems);
  const devAllowedDomains = readDomains(access.devAllowedDomains ?? [], 'devAllowedDomains', problems);
  const reasoning = typeof access.reasoning === 'string' && access.reasoning !== '' ? access.reasoning : null;
  if (allowedDomains.length === 0)
    problems.push('"networkAccess.allowedDomains" must name at least one domain.');
  if (allowedDomains.includes('none') && allowedDomains.length > 1) problems.push('"none" must stand alone.');
  const needsReason = allowedDomains.some((domain) => domain === '*' || LOCAL.test(domain));
  if (needsReason && reasoning === null) {
    problems.push('"networkAccess.reasoning" is required where "allowedDomains" has "*" or a local server.');
  }
  return { allowedDomains, devAllowedDomains, reasoning };
}

function readDomains(value: unknown, name: string, problems: string[]): string[] {
  if (!Array.isArray(value) || !value.every((item): item is string => typeof item === 'string')) {
    problems.push(`"networkAccess.${name}" must be a list of domains.`);
    return [];
  }
  for (const domain of value) {
    if (domain !== '*' && domain !== 'none' && !DOMAIN.test(domain))
      problems.push(`"${domain}" is no valid domain.`);
  }
  return value;
}

function readEditorTypes(value: unknown, problems: string[]): string[] {
  const types = readList(value, EDITOR_TYPES, 'editorType', problems);
  if (types.length === 0) problems.push('"editorType" must name at least one editor.');
  if (types.includes('figjam') && types.includes('dev'))
    problems.push('"figjam" and "dev" cannot be combined.');
  return types;
}

function readList(value: unknown, known: readonly string[], name: string, problems: string[]): string[] {
  if (value === undefined) return [];
  const items: unknown[] = Array.isArray(value) ? value : [value];
  for (const item of items) {
    if (!known.some((candidate) => candidate === item))
      problems.push(`"${name}" has the unknown value "${String(item)}".`);
  }
  return items.map(String);
}

function readUi(value: unknown, problems: string[]): Manifest['ui'] {
  if (value === undefined) return null;
  if (typeof value === 'string') return value;
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, path]) => [key, String(path)]));
  }
  problems.push('"ui" must be a path or a map of paths.');
  return null;
}

function readRelaunchButtons(value: unknown, problems: string[]): Manifest['relaunchButtons'] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    problems.push('"relaunchButtons" must be a list.');
    return [];
  }
  return value.flatMap((item: unknown) => {
    if (isObject(item) && typeof item.command === 'string' && typeof item.name === 'string') {
      return [{ command: item.command, name: item.name }];
    }
    problems.push('A relaunch button needs a "command" and a "name".');
    return [];
  });
}

function readString(json: { [key: string]: unknown }, name: string, problems: string[]): string {
  const value = json[name];
  if (typeof value === 'string' && value !== '') return value;
  problems.push(`"${name}" is missing.`);
  return '';
}

function isMenuItem(value: unknown): value is MenuItem {
  if (!isObject(value)) return false;
  if (value.separator === true) return true;
  return typeof value.name === 'string' && (typeof value.command === 'string' || Array.isArray(value.menu));
}

function isObject(value: unknown): value is { [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
