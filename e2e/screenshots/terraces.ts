/** The picture over the documents of the screenshots: rice terraces in the morning, drawn here. */
const HILLS = [
  ['#cfe3d4', 'M0 250 Q300 150 640 230 T1280 200 V600 H0 Z'],
  ['#a9cfb2', 'M0 320 Q260 250 560 310 T1280 270 V600 H0 Z'],
  ['#7fb592', 'M0 380 Q340 310 700 380 T1280 340 V600 H0 Z'],
  ['#4f8f6b', 'M0 440 Q220 390 600 440 T1280 410 V600 H0 Z'],
  ['#2a6b49', 'M0 510 Q400 450 760 500 T1280 480 V600 H0 Z'],
] as const

const rows = (from: number): string =>
  Array.from({ length: 5 }, (_, at) => {
    const y = from + at * 14
    return `<path d="M0 ${y} Q320 ${y - 60} 680 ${y} T1280 ${y - 20}" fill="none" stroke="#fff" stroke-opacity=".22"/>`
  }).join('')

export const TERRACES = Buffer.from(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1280 600" width="1280" height="600">
     <defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="#f7e7d3"/><stop offset="1" stop-color="#e3efe6"/></linearGradient></defs>
     <rect width="1280" height="600" fill="url(#sky)"/>
     <circle cx="960" cy="150" r="54" fill="#f4b886"/>
     ${HILLS.map(([fill, path]) => `<path d="${path}" fill="${fill}"/>`).join('')}
     ${rows(340)}${rows(420)}${rows(500)}
   </svg>`,
)
