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

new sequence.InvokeGrant("caller", { functionArn: numbers.functionArn, role: caller.name });

// The same for one route of an API Gateway, and for another account.
const api = new aws.apigatewayv2.Api("api", { protocolType: "HTTP" });
new sequence.InvokeGrant("api", {
    functionArn: numbers.functionArn,
    service: "apigateway.amazonaws.com",
    sourceArn: pulumi.interpolate`${api.executionArn}/*/POST/next`,
});
new sequence.InvokeGrant("partner", { functionArn: numbers.functionArn, account: "123456789012" });

export const functionName: pulumi.Output<string> = numbers.functionName;
export const deadLetterQueueUrl: pulumi.Output<string | undefined> = numbers.deadLetterQueueUrl;
