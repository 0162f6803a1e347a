"""The child's side of the protocol of README.md: a line of JSON asks, a line that begins with @ answers."""

import json
import os
import sys
import time

import numpy as np


class Inputs:
    """Grey levels [images, 784] in [0, 1], and the tensors of a case in tfjs' layout."""

    def __init__(self, folder):
        self.folder = folder
        with open(os.path.join(folder, "cases.json")) as file:
            described = json.load(file)
        self.cases, self.resting = described["cases"], described["resting"]
        pixels = np.fromfile(os.path.join(folder, "pixels.bin"), np.uint8)
        self.grey = pixels.reshape(-1, 784).astype(np.float32) / 255

    def tensors(self, name):
        values = np.fromfile(os.path.join(self.folder, f"{name}.bin"), np.float32)
        at, tensors = 0, []
        for row in self.cases[name]["tensors"]:
            size = int(np.prod(row["shape"]))
            tensors.append((row["role"], row.get("grid"), values[at : at + size].reshape(row["shape"])))
            at += size
        return tensors

    def rows(self, name, step):
        """Grey levels of a step's batch."""
        batch = self.cases[name]["batch"]
        at = step * batch % (len(self.grey) - batch + 1)
        return self.grey[at : at + batch]

    def rate(self, name, step):
        return 0.0 if step < self.resting else self.cases[name]["rate"]


class Trainer:
    """`step(number)` runs one training step and returns its losses."""

    def __init__(self, parameters, step):
        self.parameters, self.step = parameters, step


def serve(about, open_case):
    """Answers until the input ends. `about` says what runs here; `open_case(name)` gives trainers by variant."""
    trainers = {}

    def go(request):
        step = trainers[request["variant"]].step
        times, losses = [], []
        cpu, begin = time.process_time(), time.perf_counter()
        for i in range(request["steps"]):
            start = time.perf_counter()
            losses.append(step(request["from"] + i))
            times.append(1e3 * (time.perf_counter() - start))
        wall = time.perf_counter() - begin
        return {"times": times, "losses": losses, "cores": (time.process_time() - cpu) / wall}

    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["ask"] == "hello":
                answer = {"about": about}
            elif request["ask"] == "go":
                answer = go(request)
            else:
                trainers = open_case(request["name"]) if request["ask"] == "open" else {}
                answer = {variant: {"parameters": trainer.parameters} for variant, trainer in trainers.items()}
        except Exception as error:  # whatever it is, the parent tells it
            answer = {"problem": f"{type(error).__name__}: {error}"}
        sys.stdout.write("@" + json.dumps(answer) + "\n")
        sys.stdout.flush()
