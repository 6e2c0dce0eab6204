/** The sync server as a part of other programs: tests, benches, the simulation. */
export { type Config, ConfigError, readConfig } from './config/read-config.ts'
export { type RunningServer, startServer } from './start-server.ts'
