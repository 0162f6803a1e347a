"""Times updates by PyTorch for main.mjs: a line "MODEL KIND COUNT" on the input, a line of JSON with milliseconds on the output."""

import json
import sys
import time

import torch

torch.set_num_threads(1)
sizes, kinds = json.loads(sys.argv[1]), json.loads(sys.argv[2])


def prepare(kind, numbers):
    optimizer = {"sgd": torch.optim.SGD, "momentum": torch.optim.SGD, "rmsprop": torch.optim.RMSprop, "adam": torch.optim.Adam}[kind]
    options = {} if kind == "rmsprop" else {"fused": True}
    if kind == "momentum":
        options["momentum"] = 0.9
    parameters = [torch.nn.Parameter(torch.randn(size)) for size in numbers]
    for parameter in parameters:
        parameter.grad = torch.randn_like(parameter)
    return optimizer(parameters, lr=1e-6, **options)


optimizers = {(model, kind): prepare(kind, numbers) for model, numbers in sizes.items() for kind in kinds}
print(torch.__version__, flush=True)
for line in sys.stdin:
    model, kind, count = line.split()
    times = []
    for _ in range(int(count)):
        begin = time.perf_counter()
        optimizers[model, kind].step()
        times.append(1e3 * (time.perf_counter() - begin))
    print(json.dumps(times), flush=True)
