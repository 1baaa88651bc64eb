// Builds the agent app's page with the seat in memory: node build-page.mjs FOLDER
import { buildPage } from './agent-app.mjs';

await buildPage(process.argv[2]);
