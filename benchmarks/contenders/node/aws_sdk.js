// What most people deploy in Node.js: a client of AWS's SDK, made once, and one `ADD` a value. It keeps its connections.

const { DynamoDBClient, UpdateItemCommand } = require('@aws-sdk/client-dynamodb')

const client = new DynamoDBClient({})

exports.handler = async (event) => {
  const reply = await client.send(
    new UpdateItemCommand({
      TableName: process.env.TABLE_NAME,
      Key: { name: { S: event.name } },
      UpdateExpression: 'ADD #value :one',
      ExpressionAttributeNames: { '#value': 'value' },
      ExpressionAttributeValues: { ':one': { N: '1' } },
      ReturnValues: 'UPDATED_NEW',
    }),
  )
  return Number(reply.Attributes.value.N)
}
