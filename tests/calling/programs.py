"""The programs around the snippets: each reads requests from standard input, and prints an outcome for each."""

CLIENT = """
import json, sys
from client.errors import SequenceError
from snippet import numbers
for request in json.load(sys.stdin):
    name, count, token = (request.get(field) for field in ("name", "count", "token"))
    try:
        if count is None:
            answer = numbers.next_value(name, token=token)
        else:
            taken = numbers.next_range(name, count, token=token)
            answer = {"first": taken[0], "last": taken[-1], "increment": taken.step, "count": len(taken)}
        print(json.dumps({"answer": answer}))
    except SequenceError as error:
        print(json.dumps({"answer": None, "error": type(error).__name__, "message": str(error)}))
"""

PYTHON = """
import json, sys
from snippet import SequenceError, next_value
for request in json.load(sys.stdin):
    try:
        print(json.dumps({"answer": next_value(request)}))
    except SequenceError as error:
        print(json.dumps({"answer": None, "error": error.args[0], "message": error.args[1]}))
"""

NODE = """
import { nextValue } from "./snippet.mjs";
import { text } from "node:stream/consumers";
for (const request of JSON.parse(await text(process.stdin))) {
  try {
    console.log(JSON.stringify({ answer: await nextValue(request) }));
  } catch (error) {
    console.log(JSON.stringify({ answer: null, error: error.name, message: error.message }));
  }
}
"""

GO = """package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"caller/sequences"
)

func main() {
	ctx := context.Background()
	settings, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		panic(err)
	}
	client := lambda.NewFromConfig(settings)
	var requests []struct{ Name, Token string }
	if err := json.NewDecoder(os.Stdin).Decode(&requests); err != nil {
		panic(err)
	}
	for _, request := range requests {
		outcome := map[string]any{"answer": nil}
		value, err := sequences.NextValue(ctx, client, request.Name, request.Token)
		var failure *sequences.Error
		if errors.As(err, &failure) {
			outcome["error"], outcome["message"] = failure.Type, failure.Message
		} else if err != nil {
			panic(err)
		} else {
			outcome["answer"] = value
		}
		line, err := json.Marshal(outcome)
		if err != nil {
			panic(err)
		}
		fmt.Println(string(line))
	}
}
"""
