/** Style sheets imported for their effect; the types of `*.module.css` come with Next. */
declare module '*.css'

/** The address of a font that is served with the page. */
declare module '*.woff2' {
  const address: string
  export default address
}
