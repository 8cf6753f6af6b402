import { followSession } from '../live/follow-session.js';
import { startRouter } from '../router/router.js';
import './lk-app.js';

startRouter();
followSession();
