"""Starts the emulator with two joints that AWS has and the emulator has not (docs/reference/emulator.md).

Rules and schedules that start an execution start it at the Step Functions endpoint that everybody else uses, and whoever
stands for an AWS service may put that service's events on the bus.
"""

import os
import urllib.request

from ministack.services import eventbridge, stepfunctions

put_events = eventbridge._put_events
eventbridge._put_events = lambda data, allow_aws_source=True: put_events(data, allow_aws_source)


def start_execution(data):
    request = urllib.request.Request(
        os.environ["AWS_ENDPOINT_URL_SFN"],
        data=stepfunctions.json.dumps(data).encode(),
        headers={
            "content-type": "application/x-amz-json-1.0",
            "x-amz-target": "AWSStepFunctions.StartExecution",
        },
    )
    with urllib.request.urlopen(request) as answer:
        return answer.status, {}, answer.read()


stepfunctions._start_execution = start_execution

from ministack.app import main  # noqa: E402

main()
