// npm's @nasa-gcn/dynamodb-autoincrement: the counter and a new item in one transaction, so without gaps.

const { DynamoDBClient } = require('@aws-sdk/client-dynamodb')
const { DynamoDBDocumentClient } = require('@aws-sdk/lib-dynamodb')
const { DynamoDBAutoIncrement } = require('@nasa-gcn/dynamodb-autoincrement')

const numbers = new DynamoDBAutoIncrement({
  doc: DynamoDBDocumentClient.from(new DynamoDBClient({})),
  counterTableName: process.env.TABLE_NAME,
  counterTableKey: { name: 'dynamodb-autoincrement' },
  attributeName: 'number',
  tableName: process.env.NUMBERED_TABLE_NAME,
  initialValue: 1,
})

exports.handler = () => numbers.put({ invoice: '{}' })
