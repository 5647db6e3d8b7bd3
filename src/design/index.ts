export { LastLooked, NewsTiles, newsTile, type News } from './news.tsx'
export { AppPage, PasskeyScript, renderPage } from './page.tsx'
export { Checkboxes, DateField, FileField, Radios, Select, TextArea, TextField, type Choice, type FieldProps, type Filled } from './fields.tsx'
export { Button, ButtonLink, ErrorSummary, Form } from './form.tsx'
export { dayFrom } from './day-from.ts'
export {
  Card, Chip, DataTable, Details, FactList, LawNote, MorePages, Notice, Pagination, Tabs, Tiles, Timeline, type Column, type LawNoteProps, type Row, type Tile, type Tone,
} from './showing.tsx'
export { ProcedurePicture, type PicturePlace } from './procedure-picture.tsx'
export { ClockChip, ClockList, ClockRow, type ClockLevel } from './clock-row.tsx'
export { BarChart, type Bar } from './bar-chart.tsx'
export { LineChart } from './line-chart.tsx'
export { countryChoices, countryName, formatDay, formatInstant, formatShortDay, languageName } from './format.ts'
export { assetsFolder } from './build-assets.ts'
