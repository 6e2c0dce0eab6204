/** Style sheets imported for their effect; the types of `*.module.css` come with Next. */
declare module '*.css'
