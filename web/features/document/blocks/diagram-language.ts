/** Code in this language is a diagram. */
export const DIAGRAM_LANGUAGE = 'mermaid'
