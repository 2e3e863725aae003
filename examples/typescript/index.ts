import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as sequence from "@pulumi/sequence";

const numbers = new sequence.SequenceService("numbers", {
    sequences: {
        invoices: { start: 1000 },
        tickets: { cache: 50 },
        lanes: { maxValue: 3, cycle: true },
    },
    table: { pointInTimeRecoveryDays: 7 },
    function: { memorySize: 512, architecture: sequence.Architecture.Arm64 },
    consumer: { startingPosition: "LATEST" },
    tags: { team: "shop" },
});

const caller = new aws.iam.Role("caller", {
    assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
    }),
});

new aws.iam.RolePolicy("caller-invokes-numbers", {
    role: caller.name,
    policy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "lambda:InvokeFunction", Resource: numbers.functionArn }],
    }),
});

export const functionName: pulumi.Output<string> = numbers.functionName;
export const deadLetterQueueUrl: pulumi.Output<string | undefined> = numbers.deadLetterQueueUrl;
