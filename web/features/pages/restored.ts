/** Told on the window when a document came back from the bin: an open page of it connects again. */
export const RESTORED = 'dure-restored'
