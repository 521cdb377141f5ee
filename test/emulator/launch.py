"""Starts the emulator with three joints that AWS has and the emulator has not (docs/reference/emulator.md).

Rules and schedules that start an execution start it at the Step Functions endpoint that everybody else uses, whoever stands
for an AWS service may put that service's events on the bus, and an image that nobody scanned is said to be that.
"""

import os
import urllib.request

from ministack.core.responses import error_response_json
from ministack.services import ecr, eventbridge, stepfunctions

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

handle_request = ecr.handle_request


async def handle_scans_too(method, path, headers, body, query_params):
    if not headers.get("x-amz-target", "").endswith(".DescribeImageScanFindings"):
        return await handle_request(method, path, headers, body, query_params)
    return error_response_json("ScanNotFoundException", "Image scan does not exist for the image", 400)


ecr.handle_request = handle_scans_too

from ministack.app import main  # noqa: E402

main()
