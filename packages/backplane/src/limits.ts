/** Every bound of the backplane, with its reason and what happens beyond it. */

/**
 * Largest run of the log that is carried whole. Beyond: `updates` is left out and the receivers read the log, which
 * costs them one query; Redis copies every publication once a replica.
 */
export const MAX_RUN_BYTES = 256 * 1024

/** Largest message of any kind: presence of a thousand people at their limit. Beyond: dropped and counted. */
export const MAX_MESSAGE_BYTES = 4 * 1024 * 1024

/** Longest name of an event, in UTF-8 bytes, and largest body as JSON. Beyond: dropped and counted. */
export const MAX_EVENT_NAME_BYTES = 64
export const MAX_EVENT_BODY_BYTES = 64 * 1024

/** Largest message of a client that is relayed to its session: presence or a credential. Beyond: dropped and counted. */
export const MAX_RELAYED_BYTES = 64 * 1024

/** Publications Redis has not answered yet, in number and in bytes. Beyond: dropped and counted. */
export const MAX_IN_FLIGHT = 4_096
export const MAX_IN_FLIGHT_BYTES = 8 * 1024 * 1024

/** Channels named in one SUBSCRIBE, so that no single command holds Redis for long. */
export const MAX_CHANNELS_PER_COMMAND = 128
