// What the fields of the site's records may hold, taken from the description of the API: for every schema that has a
// "<name>Patch" beside it, which is how a record shows.

/** Limits of every record by the name of its schema; fields within others are "acw.release" and "members[].level". */
export function limitsOf(api) {
  const schemas = api.components.schemas;
  const out = {};
  for (const name of Object.keys(schemas).sort()) {
    if (schemas[`${name}Patch`]) out[name] = fieldsOf(schemas, schemas[name]);
  }
  return out;
}

function fieldsOf(schemas, record) {
  const out = {};
  const walk = (path, of, seen) => {
    for (const [name, prop] of Object.entries(of.properties ?? {})) {
      const at = path === '' ? name : `${path}.${name}`;
      const limit = limitOf(resolve(schemas, prop), prop, (of.required ?? []).includes(name));
      if (Object.keys(limit).length > 0) out[at] = limit;
      within(at, prop, seen);
    }
  };
  const within = (at, prop, seen) => {
    const inner = resolve(schemas, prop);
    if (inner.items) {
      const item = resolve(schemas, inner.items);
      const limit = limitOf(item, inner.items, false);
      if (Object.keys(limit).length > 0) out[`${at}[]`] = limit;
      if (item.properties && !seen.includes(item)) walk(`${at}[]`, item, [...seen, item]);
    } else if (inner.properties && !seen.includes(inner)) {
      walk(at, inner, [...seen, inner]);
    }
  };
  walk('', record, [record]);
  return out;
}

function resolve(schemas, schema) {
  return schema.$ref ? resolve(schemas, schemas[schema.$ref.replace('#/components/schemas/', '')]) : schema;
}

function limitOf(schema, prop, inRequired) {
  const out = {};
  const types = [schema.type].flat();
  for (const key of ['minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems', 'enum', 'pattern']) {
    if (schema[key] !== undefined) out[key] = schema[key];
  }
  if (out.pattern && schema.patternDescription) out.patternName = schema.patternDescription;
  // A text in the description's "required" is there but may be empty, unless its length or its choices say otherwise.
  const needed = types.includes('string') ? (schema.minLength ?? 0) > 0 || (inRequired && schema.enum !== undefined) : inRequired && (types.includes('integer') || types.includes('number'));
  if (needed && inRequired && !types.includes('null')) out.required = true;
  if (prop.readOnly || schema.readOnly) return { readOnly: true };
  return out;
}
