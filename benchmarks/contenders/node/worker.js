// A contender's process in Node.js. It obeys the same commands as worker.py: see there.

const path = require('node:path')
const { createInterface } = require('node:readline')

async function measure(handler, { event, callers, seconds }) {
  const replies = await Promise.all(Array.from({ length: callers }, () => handler(event)))
  const processor = process.cpuUsage()
  const begin = performance.now()
  const until = begin + 1000 * seconds
  let calls = 0
  const caller = async () => {
    do {
      replies.push(await handler(event))
      calls += 1
    } while (performance.now() < until)
  }
  await Promise.all(Array.from({ length: callers }, caller))
  const wall = (performance.now() - begin) / 1000
  const { user, system } = process.cpuUsage(processor)
  return { calls, wall, processor: (user + system) / 1e6, replies }
}

async function main() {
  const { handler } = require(path.resolve(process.argv[2]))
  console.log('ready')
  for await (const line of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await measure(handler, JSON.parse(line))))
  }
}

main()
