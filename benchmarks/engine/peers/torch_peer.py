"""PyTorch, eager, on the CPU. Arguments: the folder of inputs, the number of threads."""

import sys

import torch

from protocol import Inputs, Trainer, serve
from torch_models import build

inputs = Inputs(sys.argv[1])
torch.set_num_threads(int(sys.argv[2]))
torch.set_default_dtype(torch.float32)
grey = torch.from_numpy(inputs.grey)
IMAGES = ("conv-vae", "dcgan")


def channels_first(role, grid, values):
    """A tensor of tfjs in PyTorch's layout."""
    if role in ("conv", "up"):
        return values.transpose(3, 2, 0, 1)  # [out, in, h, w], and [in, out, h, w] for up
    if role == "bias" and grid == "out":
        return values.reshape(49, -1).T.reshape(-1)
    if role != "dense":
        return values
    rows, columns = values.shape
    if grid == "in":
        values = values.reshape(49, rows // 49, columns).transpose(1, 0, 2).reshape(rows, columns)
    if grid == "out":
        values = values.reshape(rows, 49, columns // 49).transpose(0, 2, 1).reshape(rows, columns)
    return values.T


def load(model, name):
    parameters = list(model.parameters())
    tensors = inputs.tensors(name)
    if len(parameters) != len(tensors):
        raise ValueError(f"{len(parameters)} tensors, expected {len(tensors)}")
    with torch.no_grad():
        for parameter, tensor in zip(parameters, tensors):
            values = torch.from_numpy(channels_first(*tensor).copy())
            if parameter.shape != values.shape:
                raise ValueError(f"{tuple(parameter.shape)}, expected {tuple(values.shape)}")
            parameter.copy_(values)


def trainer(name, fused, memory_format):
    case = inputs.cases[name]
    model = build(name)
    load(model, name)
    model = model.to(memory_format=memory_format)
    players = []
    for loss, module in model.players:
        parameters = list(module.parameters())
        adam = torch.optim.Adam(parameters, lr=0.0, betas=(case["beta1"], 0.999), eps=1e-8, fused=fused)
        players.append((loss, parameters, adam))

    def step(number):
        at = number * case["batch"] % (len(grey) - case["batch"] + 1)
        levels = grey[at : at + case["batch"]]
        x = (torch.rand_like(levels) < levels).float()
        if name in IMAGES:
            x = x.view(-1, 1, 28, 28).contiguous(memory_format=memory_format)
        losses = []
        for loss, parameters, adam in players:
            adam.param_groups[0]["lr"] = inputs.rate(name, number)
            value = loss(x)
            adam.zero_grad()
            value.backward(inputs=parameters)  # the discriminator's are of no use to the generator
            adam.step()
            losses.append(value.item())
        return losses

    return Trainer(sum(p.numel() for p in model.parameters()), step)


def open_case(name):
    torch.manual_seed(1)
    formats = {"contiguous": torch.contiguous_format}
    if name in IMAGES:
        formats["channels last"] = torch.channels_last
    return {
        ", ".join([adam, *([layout] if len(formats) > 1 else [])]): trainer(name, adam == "fused Adam", memory_format)
        for layout, memory_format in formats.items()
        for adam in ("plain Adam", "fused Adam")
    }


serve(f"PyTorch {torch.__version__}", open_case)
