// npm's dynamodb-atomic-counter, as its README uses it.

const counter = require('dynamodb-atomic-counter')

const options = { tableName: process.env.TABLE_NAME, keyAttribute: 'name', countAttribute: 'value' }
counter.config.update({ region: process.env.AWS_REGION, dynamodb: { endpoint: process.env.AWS_ENDPOINT_URL } })

exports.handler = (event) =>
  new Promise((resolve, reject) => {
    counter.increment(event.name, options).done(resolve).fail(reject)
  })
