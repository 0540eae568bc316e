import { giveWay } from '../adapters/limited-process';

// To be imported before all else: what a program takes to load is half a second of a core.
giveWay(process.pid);
