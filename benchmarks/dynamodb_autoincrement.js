// Put items with npm's @nasa-gcn/dynamodb-autoincrement. Each line of input, `CALLERS SECONDS`, is one measurement;
// the answer is a line with the items put.

const { createInterface } = require('node:readline')
const { DynamoDBClient } = require('@aws-sdk/client-dynamodb')
const { DynamoDBDocumentClient } = require('@aws-sdk/lib-dynamodb')
const { DynamoDBAutoIncrement } = require('@nasa-gcn/dynamodb-autoincrement')

const invoices = new DynamoDBAutoIncrement({
  doc: DynamoDBDocumentClient.from(new DynamoDBClient({})),
  counterTableName: 'counters',
  counterTableKey: { name: 'npm' },
  attributeName: 'number',
  tableName: 'numbered',
  initialValue: 1,
})

async function measure(callers, seconds) {
  const until = performance.now() + 1000 * seconds
  let done = 0
  const caller = async () => {
    while (performance.now() < until) {
      await invoices.put({ invoice: '{}' })
      done += 1
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  return done
}

async function main() {
  for await (const line of createInterface({ input: process.stdin })) {
    const [callers, seconds] = line.split(' ').map(Number)
    console.log(await measure(callers, seconds))
  }
}

main()
