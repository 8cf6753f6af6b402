import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import { errorCodesPage, vocabularyPage } from './generated-docs.js';

const docs = join(import.meta.dirname, '..', 'docs');
const hub = await createTestHub();
writeFileSync(join(docs, 'error-codes.md'), errorCodesPage());
writeFileSync(join(docs, 'vocabulary.md'), vocabularyPage(hub.hub.container.cradle.vocabulary.all()));
await hub.stop();
