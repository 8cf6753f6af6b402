import type { JsonValue } from '@lightkeeper/plugin-sdk';
import { Document, Scalar, isMap, isScalar, visit } from 'yaml';

/** Writes a value as YAML that `readYaml` reads back as the same. Expressions stand behind the tag `!cel`. */
export function writeYaml(value: JsonValue): string {
  const document = new Document(value, { version: '1.2', aliasDuplicateObjects: false });
  visit(document, {
    Map(_key, node) {
      const [pair] = node.items;
      if (node.items.length !== 1 || !isMap(node) || !isScalar(pair?.key) || pair.key.value !== '$cel') return undefined;
      const expression = isScalar(pair.value) ? pair.value.value : undefined;
      if (typeof expression !== 'string') return undefined;
      const scalar = new Scalar(expression);
      scalar.tag = '!cel';
      scalar.type = Scalar.QUOTE_DOUBLE;
      return scalar;
    },
  });
  return document.toString({ lineWidth: 0 });
}
