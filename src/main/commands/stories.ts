import type { Command } from '../command-line.ts'
import { readCountry } from '../country-pack.ts'
import { readStories } from '../stories/read-stories.ts'
import { replayStory } from '../stories/replay-story.ts'

export const storiesCommand: Command = {
  usage: 'stories [country]',
  about: 'tell every case history to the law of the pack and say where the law tells it otherwise',
  run: ([country = 'be']) => {
    const pack = readCountry(country)
    const told = readStories().map((story) => ({ story, ...replayStory(pack, story) }))
    for (const { story, surprises } of told) {
      console.log(`${surprises.length === 0 ? 'as told ' : 'OTHERWISE'}  ${story.title}`)
      for (const { line, step, told: expected, happened } of surprises) console.log(`           line ${line}, ${step}: told ${expected}, happened ${happened}`)
    }
    const otherwise = told.filter(({ surprises }) => surprises.length > 0).length
    console.log(`${told.length} stories, ${otherwise} told otherwise by the law.`)
    return Promise.resolve(otherwise === 0 ? 0 : 1)
  },
}
